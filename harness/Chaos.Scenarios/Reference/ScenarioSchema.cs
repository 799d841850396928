using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Reference;

/// <summary>The file format as a JSON schema, for editors. Written from the same tables that the loader checks with.</summary>
public static class ScenarioSchema
{
    // The encoder keeps patterns and quotes readable; nothing here ends up in HTML.
    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Draft-07, two blanks of indentation, LF, with a line break at the end.</summary>
    public static string Json { get; } = Root().ToJsonString(Layout) + "\n";

    private static JsonObject Root()
    {
        JsonObject root = new() { ["$schema"] = "http://json-schema.org/draft-07/schema#", ["title"] = ScenarioKeys.Root.Description };
        foreach ((string name, JsonNode? value) in Keys(ScenarioKeys.Root.Keys))
            root[name] = value?.DeepClone();
        return root;
    }

    private static JsonObject Keys(IReadOnlyList<Key> keys, ProfileKeys? profiles = null)
    {
        JsonObject schema = new()
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject(
                keys.Where(key => key is not HintKey).Select(key => KeyValuePair.Create(key.Name, (JsonNode?)Describe(key)))),
        };
        Key[] required = [.. keys.Where(key => key is ScalarKey { Required: true } or ListKey { Required: true })];
        Key[] always = [.. required.Where(key => profiles?.Supplies(key) != true)];
        if (always.Length > 0) schema["required"] = Names(always);
        if (profiles is not null)
        {
            Key[] choosers = profiles.Mix is null ? [profiles.One] : [profiles.One, profiles.Mix];
            schema["anyOf"] =
                new JsonArray([Required([.. required.Except(always)]), .. choosers.Select(chooser => (JsonNode)Required([chooser]))]);
        }

        return schema;
    }

    private static JsonObject Required(Key[] keys) => new() { ["required"] = Names(keys) };

    private static JsonArray Names(Key[] keys) => new([.. keys.Select(key => (JsonNode)key.Name)]);

    private static JsonObject Describe(Key key)
    {
        JsonObject schema = key switch
        {
            ScalarKey scalar => Scalar(scalar),
            MappingKey mapping => Keys(mapping.Keys),
            ListKey list => List(list),
            AxesKey => Axes(),
            _ => new JsonObject { ["type"] = "object", ["additionalProperties"] = AnyScalar(), ["minProperties"] = 1 },
        };
        schema["description"] = key.Description;
        return schema;
    }

    private static JsonObject Scalar(ScalarKey key)
    {
        JsonObject schema = key.AnyParser.Schema();
        if (key.Default is { Length: > 0 } text) schema["default"] = ValueParser.Literal(text);
        return schema;
    }

    private static JsonObject List(ListKey list) => new()
    {
        ["type"] = "array",
        ["items"] = Item(list),
        ["minItems"] = list.MayBeEmpty ? 0 : 1,
        ["maxItems"] = ListKey.MaximumCount,
    };

    private static JsonObject Item(ListKey list)
    {
        JsonObject schema = Keys(list.ItemKeys, list.Profiles);
        if (list.OneOf.Count > 0)
            schema["oneOf"] =
                new JsonArray([.. list.OneOf.Select(name => (JsonNode)new JsonObject { ["required"] = new JsonArray(name) })]);
        return schema;
    }

    private static JsonObject Axes() => new()
    {
        ["type"] = "object",
        ["minProperties"] = 1,
        ["properties"] = new JsonObject
        {
            [AxesKey.Exclude] = new JsonObject
            {
                ["type"] = "array",
                ["items"] = new JsonObject { ["type"] = "object", ["additionalProperties"] = AnyScalar(), ["minProperties"] = 1 },
                ["minItems"] = 1,
                ["description"] = "Combinations that are no cells: each item has values of some axes.",
            },
        },
        ["additionalProperties"] = new JsonObject { ["type"] = "array", ["items"] = AnyScalar(), ["minItems"] = 1, ["uniqueItems"] = true },
    };

    private static JsonObject AnyScalar() => new() { ["type"] = new JsonArray("string", "number", "boolean") };
}
