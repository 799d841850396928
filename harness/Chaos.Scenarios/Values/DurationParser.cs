using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Chaos.Scenarios.Values;

/// <summary>
/// `250ms`, `2.5s`, `1h30m`: numbers, each with one of ns, us, ms, s, m, h, the larger unit first; both bounds are allowed values.
/// </summary>
internal sealed partial class DurationParser(TimeSpan minimum, TimeSpan maximum) : ValueParser<TimeSpan>
{
    public const string Pattern = @"([0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h))+";

    /// <summary>Longest first, so that a length is spelled in the largest unit that divides it.</summary>
    private static readonly (string Unit, decimal Ticks)[] Units =
    [
        ("h", TimeSpan.TicksPerHour),
        ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond),
        ("ms", TimeSpan.TicksPerMillisecond),
        ("us", TimeSpan.TicksPerMicrosecond),
        ("ns", 0.01m),
    ];

    public override Parsed<TimeSpan> Parse(string text)
    {
        if (Several().IsMatch(text)) return ParseSeveral(text);
        if (!Quantity.TryParse(text, out Quantity quantity))
            return Wrong($"{Quote.Of(text)} is not a duration; write a number with a unit (ns, us, ms, s, m, h), for example 10s");

        if (TicksOf(quantity) is { } ticks) return Check(text, ticks);
        string problem = quantity.Unit.Length == 0 ? "has no unit" : $"has the unknown unit {Quote.Of(quantity.Unit)}";
        return Wrong($"{Quote.Of(text)} {problem}; a duration takes ns, us, ms, s, m or h, for example 10s");
    }

    /// <summary>`1h30m`.</summary>
    private Parsed<TimeSpan> ParseSeveral(string text)
    {
        decimal sum = 0;
        int smallest = -1;
        foreach (Match part in Part().Matches(text))
        {
            if (!Quantity.TryParse(part.Value, out Quantity quantity)) continue;
            int unit = Array.FindIndex(Units, known => known.Unit == quantity.Unit);
            if (unit <= smallest)
                return Wrong($"{Quote.Of(text)} is not in order; write each unit once, the larger first, for example 1h30m");
            smallest = unit;
            sum += TicksOf(quantity) ?? 0;
        }

        return Check(text, sum);
    }

    private static decimal? TicksOf(Quantity quantity) =>
        Units.FirstOrDefault(unit => unit.Unit == quantity.Unit) is { Unit: not null } unit ? quantity.Number * unit.Ticks : null;

    private Parsed<TimeSpan> Check(string text, decimal ticks)
    {
        if (ticks < minimum.Ticks || ticks > maximum.Ticks)
            return Wrong($"{Quote.Of(text)} is out of range; allowed is {Spell(minimum)} to {Spell(maximum)}");
        return ticks == decimal.Truncate(ticks)
            ? Right(TimeSpan.FromTicks((long)ticks))
            : Wrong($"{Quote.Of(text)} is finer than 100ns, the smallest step of time here");
    }

    public override JsonObject Schema() => PatternSchema($"^{Pattern}$");

    /// <summary>As a scenario file would say it: 90 s is `90s`, 2 h is `2h`.</summary>
    public static string Spell(TimeSpan length)
    {
        (string name, decimal ticks) = length == TimeSpan.Zero ? ("s", 1m) : Units.First(unit => length.Ticks % unit.Ticks == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{length.Ticks / ticks:0.##}{name}");
    }

    [GeneratedRegex(@"\A([0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h)){2,}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Several();

    [GeneratedRegex(@"[0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h)", RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
