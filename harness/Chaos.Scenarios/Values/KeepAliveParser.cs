using System.Text.Json.Nodes;

namespace Chaos.Scenarios.Values;

/// <summary>
/// `30s`, or `never` (null). A kernel counts its keep-alive in whole seconds, up to 32767 (TCP_KEEPIDLE, MAX_TCP_KEEPIDLE).
/// </summary>
internal sealed class KeepAliveParser : ValueParser<TimeSpan?>
{
    private static readonly DurationParser Duration = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(32767));

    public override Parsed<TimeSpan?> Parse(string text)
    {
        if (text == "never") return Right(null);
        Parsed<TimeSpan> parsed = Duration.Parse(text);
        if (parsed.Wrong is { } wrong) return Wrong($"{wrong}, or never");
        return parsed.Value.Ticks % TimeSpan.TicksPerSecond == 0
            ? Right(parsed.Value)
            : Wrong($"{Quote.Of(text)} is no whole number of seconds, in which a kernel counts its keep-alive");
    }

    public override JsonObject Schema() => PatternSchema($"^(never|{DurationParser.Pattern})$");
}
