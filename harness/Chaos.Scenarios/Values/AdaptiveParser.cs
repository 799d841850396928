using System.Text.Json.Nodes;

namespace Chaos.Scenarios.Values;

/// <summary>`adaptive` (null), or a duration.</summary>
internal sealed class AdaptiveParser(DurationParser duration) : ValueParser<TimeSpan?>
{
    private const string Adaptive = "adaptive";

    public override Parsed<TimeSpan?> Parse(string text)
    {
        if (text == Adaptive) return Right(null);
        Parsed<TimeSpan> parsed = duration.Parse(text);
        return parsed.Wrong is { } wrong ? Wrong($"{wrong}, or {Adaptive}") : Right(parsed.Value);
    }

    public override JsonObject Schema() => PatternSchema($"^({Adaptive}|{DurationParser.Pattern})$");
}
