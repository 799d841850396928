using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chaos.Runs.Tests;

/// <summary>The published schema of results.json is that of the types, and it holds for what is written.</summary>
public class ResultsSchemaTests
{
    [Fact]
    public void The_committed_schema_is_the_one_of_the_types()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Chaos.sln"))) folder = Path.GetDirectoryName(folder)!;

        Assert.True(
            File.ReadAllText(Path.Combine(folder, "harness", "docs", "results.schema.json")) == ResultsSchema.Text(),
            "harness/docs/results.schema.json is out of date: write the output of `./chaos schema --results` into it.");
    }

    [Fact]
    public void What_is_written_has_the_types_that_the_schema_promises()
    {
        using MemoryStream stream = new();
        ResultsFile.Write(stream, SampleRun.Create().Results);
        JsonNode results = JsonNode.Parse(stream.ToArray())!;

        Assert.Empty(Breaches(JsonNode.Parse(ResultsSchema.Text())!, results, "$"));
        results["seed"] = "42";
        results["cells"]![0]!["axes"] = 3;
        Assert.Equal(["$.seed", "$.cells[].axes"], Breaches(JsonNode.Parse(ResultsSchema.Text())!, results, "$"));
    }

    /// <summary>Places where a value is not of a type that the schema allows, or lacks what it requires.</summary>
    private static IEnumerable<string> Breaches(JsonNode schema, JsonNode? value, string place)
    {
        if (schema is not JsonObject rules) yield break;
        if (rules["type"] is { } types && !Allowed(types).Contains(KindOf(value)))
        {
            yield return place;
            yield break;
        }

        if (value is JsonObject members)
        {
            foreach (JsonNode? name in rules["required"]?.AsArray() ?? [])
                if (!members.ContainsKey(name!.GetValue<string>()))
                    yield return $"{place}.{name}";
            foreach ((string name, JsonNode? rule) in rules["properties"]?.AsObject() ?? [])
                if (members.TryGetPropertyValue(name, out JsonNode? member))
                    foreach (string breach in Breaches(rule!, member, $"{place}.{name}"))
                        yield return breach;
        }

        if (value is JsonArray items && rules["items"] is { } each)
            foreach (string breach in items.SelectMany(item => Breaches(each, item, $"{place}[]")).Distinct())
                yield return breach;
    }

    private static string[] Allowed(JsonNode types)
    {
        string[] names = types is JsonArray several ? [.. several.Select(type => type!.GetValue<string>())] : [types.GetValue<string>()];
        return names.Contains("number") ? [.. names, "integer"] : names;
    }

    private static string KindOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => decimal.TryParse(value.ToJsonString(), out decimal number) && number == decimal.Truncate(number) ? "integer" : "number",
    };
}
