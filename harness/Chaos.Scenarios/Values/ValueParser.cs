using System.Text.Json.Nodes;

namespace Chaos.Scenarios.Values;

/// <summary>Reads one kind of scalar: every text of a scenario is read exactly once, by one of these.</summary>
internal abstract class ValueParser
{
    /// <summary>True: a file may also write a list of single values, which is read as one text with commas.</summary>
    public virtual bool TakesList => false;

    /// <summary>The same rule for editors, as far as JSON schema (draft-07) can say it.</summary>
    public abstract JsonObject Schema();

    /// <summary>For code that compares values of any kind, such as the axes of a matrix.</summary>
    public abstract Parsed<object> ParseAny(string text);

    /// <summary>An editor reads `true` and `1` as a truth value and a number, so the schema has to name them as such.</summary>
    public static JsonNode? Literal(string text) => text is "true" or "false" || text.All(char.IsAsciiDigit) ? JsonNode.Parse(text) : text;

    protected static JsonObject PatternSchema(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };
}

/// <inheritdoc/>
internal abstract class ValueParser<T> : ValueParser
{
    /// <summary>Never throws: a text that does not fit comes back with the reason and the remedy.</summary>
    public abstract Parsed<T> Parse(string text);

    public override Parsed<object> ParseAny(string text)
    {
        Parsed<T> parsed = Parse(text);
        return new Parsed<object>(parsed.Value, parsed.Wrong);
    }

    protected static Parsed<T> Right(T value) => new(value, null);

    protected static Parsed<T> Wrong(string reason) => new(default, reason);
}
