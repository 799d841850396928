using System.Text.Json.Nodes;

namespace Chaos.Scenarios.Values;

/// <summary>The same values, for a key that may be absent: null then tells absent from zero.</summary>
internal sealed class OptionalParser<T>(ValueParser<T> inner) : ValueParser<T?>
    where T : struct
{
    public override Parsed<T?> Parse(string text)
    {
        Parsed<T> parsed = inner.Parse(text);
        return new Parsed<T?>(parsed.Wrong is null ? parsed.Value : null, parsed.Wrong);
    }

    public override JsonObject Schema() => inner.Schema();
}
