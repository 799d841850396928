using System.Text.Json.Nodes;

namespace Chaos.Scenarios.Values;

/// <summary>A value of some axis, or its name, as spelled in the matrix; whether there is such a one is checked there.</summary>
internal sealed class AxisValueParser : ValueParser<string>
{
    public override Parsed<string> Parse(string text) => Right(text);

    public override JsonObject Schema() => new() { ["type"] = new JsonArray("string", "number", "boolean") };
}
