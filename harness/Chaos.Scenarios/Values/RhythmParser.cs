using System.Text.Json.Nodes;

namespace Chaos.Scenarios.Values;

/// <summary>
/// The period of a direction's messages: `never` (null), `10s`, or a spread from which each flow draws its own: `5s..20s`,
/// `1s..2s..5s..10s..60s`.
/// </summary>
internal sealed class RhythmParser(DurationParser duration) : ValueParser<PeriodSpread?>
{
    private const string Separator = "..";

    public override Parsed<PeriodSpread?> Parse(string text)
    {
        if (text == "never") return Right(null);
        string[] parts = text.Split(Separator, 6);
        TimeSpan[] points = new TimeSpan[parts.Length];
        for (int place = 0; place < parts.Length; place++)
        {
            Parsed<TimeSpan> parsed = duration.Parse(parts[place]);
            if (parsed.Wrong is { } wrong) return Wrong($"{wrong}, or never, or a spread such as 5s..20s");
            points[place] = parsed.Value;
        }

        if (points.Length is not (1 or 2 or 5))
            return Wrong(
                $"{Quote.Of(text)} has {points.Length} numbers; write one period, the shortest and the longest, or five: shortest, "
                + "quartiles, longest");
        return points.Zip(points.Skip(1)).Any(pair => pair.First > pair.Second)
            ? Wrong($"{Quote.Of(text)} runs backwards; write the shorter period first")
            : Right(new PeriodSpread(points[0], points[^1], points.Length < 5 ? null : new Quartiles(points[1], points[2], points[3])));
    }

    public override JsonObject Schema()
    {
        const string One = DurationParser.Pattern;
        return PatternSchema($@"^(never|{One}(\.\.{One}){{0,1}}|{One}(\.\.{One}){{4}})$");
    }
}
