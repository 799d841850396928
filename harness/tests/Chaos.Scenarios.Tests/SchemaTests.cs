using System.Text.Json.Nodes;
using Chaos.Scenarios.Reference;

namespace Chaos.Scenarios.Tests;

public sealed class SchemaTests
{
    [Fact]
    public void The_committed_schema_is_the_one_of_the_tables()
    {
        string committed = File.ReadAllText(Path.Combine(Repository.Scenarios, "scenario.schema.json"));

        Assert.True(
            committed == ScenarioSchema.Json,
            "scenarios/scenario.schema.json is out of date: write the output of `./chaos schema` into it.");
    }

    [Fact]
    public void The_schema_refuses_unknown_keys_and_knows_what_is_required()
    {
        JsonNode schema = JsonNode.Parse(ScenarioSchema.Json)!;

        Assert.Equal("http://json-schema.org/draft-07/schema#", (string?)schema["$schema"]);
        Assert.False((bool)schema["additionalProperties"]!);
        Assert.Equal(["version", "name", "duration", "flows"], schema["required"]!.AsArray().Select(name => (string?)name));
        JsonNode flows = schema["properties"]!["flows"]!["items"]!;
        Assert.Equal(["name", "count"], flows["required"]!.AsArray().Select(name => (string?)name));
        Assert.Equal(["protocol", "profile", "mix"], flows["anyOf"]!.AsArray().Select(choice => (string?)choice!["required"]![0]));
        JsonNode variant = schema["properties"]!["nat"]!["properties"]!["variant"]!;
        Assert.Contains("cilium-1.18", variant["anyOf"]![0]!["enum"]!.AsArray().Select(name => (string?)name));
        Assert.Matches((string)variant["anyOf"]![1]!["pattern"]!, "cilium-1.16.19");
        Assert.Contains(
            "cilium-1.17.8: brings #40971; variant restore-reverse-overwrite;", (string?)variant["description"], StringComparison.Ordinal);
    }
}
