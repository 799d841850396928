using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Chaos.Model;

namespace Chaos.Runs;

/// <summary>The JSON schema of `results.json`, made from the types that write it.</summary>
public static class ResultsSchema
{
    private static readonly JsonSchemaExporterOptions Exporting = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = Described,
    };

    /// <summary>Indented, with a line feed at the end.</summary>
    public static string Text()
    {
        JsonObject schema = ResultsJson.Default.RunResults.GetJsonSchemaAsNode(Exporting).AsObject();
        JsonObject whole = new()
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = $"results.json of a Chaos run folder, schema version {RunResults.CurrentSchemaVersion}",
            ["description"] = "Fields are only ever added within a schema version; readers ignore those that they do not know.",
        };
        foreach ((string name, JsonNode? node) in schema) whole[name] = node?.DeepClone();
        whole["properties"]!["schemaVersion"] = new JsonObject { ["const"] = RunResults.CurrentSchemaVersion };
        return whole.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n" }) + "\n";
    }

    /// <summary>Types that write themselves: objects whose names are data.</summary>
    private static JsonNode Described(JsonSchemaExporterContext context, JsonNode schema) => context.TypeInfo.Type switch
    {
        { } type when type == typeof(EnumCounts<DeathCause>) => Counts<DeathCause>(),
        { } type when type == typeof(EnumCounts<Mechanism>) => Counts<Mechanism>(),
        { } type when type == typeof(IReadOnlyList<KeyValuePair<string, string>>) =>
            new JsonObject { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = "string" } },
        _ => schema,
    };

    private static JsonObject Counts<T>()
        where T : struct, Enum
    {
        JsonObject members = [];
        foreach (string name in Spelling.All<T>()) members[name] = new JsonObject { ["type"] = "integer", ["minimum"] = 0 };
        return new JsonObject { ["type"] = "object", ["properties"] = members };
    }
}
