using System.Text.Json.Nodes;

namespace Chaos.Scenarios.Values;

/// <summary>`10s..20s`: two moments, the earlier one first.</summary>
internal sealed class TimeRangeParser(DurationParser duration) : ValueParser<TimeRange?>
{
    public override Parsed<TimeRange?> Parse(string text)
    {
        if (text.Split("..") is not [string low, string high])
            return Wrong($"{Quote.Of(text)} is not a range of time; write two moments, for example 10s..20s");

        (Parsed<TimeSpan> from, Parsed<TimeSpan> to) = (duration.Parse(low), duration.Parse(high));
        if ((from.Wrong ?? to.Wrong) is { } wrong) return Wrong(wrong);
        return from.Value <= to.Value
            ? Right(new TimeRange(from.Value, to.Value))
            : Wrong($"{Quote.Of(text)} runs backwards; write the earlier moment first");
    }

    public override JsonObject Schema() => PatternSchema($@"^{DurationParser.Pattern}\.\.{DurationParser.Pattern}$");
}
