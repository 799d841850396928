using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chaos.Cli;

/// <summary>How `--json` looks.</summary>
internal static class JsonText
{
    /// <summary>Quotes and `&gt;` stay readable: this goes to a terminal or a script, never into a page.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The same for records of which most members are empty.</summary>
    public static JsonSerializerOptions WithoutNulls { get; } = new(
        Options)
    { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
}
