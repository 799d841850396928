using System.Text.Json.Nodes;

namespace Chaos.Scenarios.Values;

/// <summary>The period of a direction's messages: a duration, or `never` (null).</summary>
internal sealed class RhythmParser(DurationParser duration) : ValueParser<TimeSpan?>
{
    public override Parsed<TimeSpan?> Parse(string text)
    {
        if (text == "never")
        {
            return Right(null);
        }

        var parsed = duration.Parse(text);
        return parsed.Wrong is null ? Right(parsed.Value) : Wrong($"{parsed.Wrong}, or never");
    }

    public override JsonObject Schema() => PatternSchema($"^(never|{DurationParser.Pattern})$");
}
