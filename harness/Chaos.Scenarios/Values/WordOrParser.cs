using System.Text.Json.Nodes;

namespace Chaos.Scenarios.Values;

/// <summary>One word (null), or a value.</summary>
internal sealed class WordOrParser<T>(string word, ValueParser<T> inner) : ValueParser<T?>
    where T : struct
{
    public override Parsed<T?> Parse(string text)
    {
        if (text == word) return Right(null);
        Parsed<T> parsed = inner.Parse(text);
        return parsed.Wrong is { } wrong ? Wrong($"{wrong}, or {word}") : Right(parsed.Value);
    }

    public override JsonObject Schema() => new() { ["anyOf"] = new JsonArray(new JsonObject { ["const"] = word }, inner.Schema()) };
}
