using System.Globalization;
using System.Text.RegularExpressions;

namespace Chaos.Experiments.Sizing;

/// <summary>
/// The values of an ordered axis that a search tries: 8 steps from one power of two to the next, so that two neighbours differ by 6 to
/// 13 %. Below 8 every whole number. An affordable number of repetitions cannot tell closer neighbours apart.
/// </summary>
/// <param name="Unit">Behind the number: empty, `/s`, `ms`.</param>
/// <param name="MoreIsBetter">True: the smallest value that meets is the answer; false: the largest.</param>
internal sealed partial record SizeGrid(string Unit, bool MoreIsBetter)
{
    private const int Bits = 3;
    private const int Steps = 1 << Bits;

    /// <summary>Every key of which more is better; of all others (periods, rates, counts, round trips) less is.</summary>
    private static readonly string[] Better = ["size", "conntrackTcpSize", "conntrackAnySize", "patience", "portsPerServer"];

    private static readonly Dictionary<string, decimal> Milliseconds =
        new(StringComparer.Ordinal) { ["ms"] = 1, ["s"] = 1000, ["m"] = 60_000, ["h"] = 3_600_000 };

    /// <param name="key">The last word of the path.</param>
    /// <param name="value">What the scenario has there.</param>
    /// <returns>The grid and where the value lies on it; null for a value that has no order.</returns>
    public static (SizeGrid Grid, int Index)? For(string key, string value)
    {
        Match match = Shape().Match(value);
        if (!match.Success) return null;
        decimal number = decimal.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
        string unit = match.Groups["unit"].Value;
        if (Milliseconds.TryGetValue(unit, out decimal length)) (number, unit) = (number * length, "ms");
        if (unit is not ("" or "/s" or "ms") || number < 1) return null;
        SizeGrid grid = new(unit, Better.Contains(key));
        return (grid, IndexOf((long)Math.Round(number)));
    }

    /// <summary>The place of the nearest value that is not below the number.</summary>
    public static int IndexOf(long number)
    {
        if (number < Steps) return (int)Math.Max(1, number);
        int octave = 63 - (int)long.LeadingZeroCount(number) - Bits;
        long part = (number + (1L << octave) - 1) >> octave;
        return (Steps * octave) + (int)part;
    }

    public static long ValueAt(int index)
    {
        if (index < Steps) return index;
        int octave = (index / Steps) - 1;
        return (long)((index % Steps) + Steps) << octave;
    }

    /// <summary>As in a scenario.</summary>
    public string TextAt(int index) => ValueAt(index).ToString(CultureInfo.InvariantCulture) + Unit;

    /// <summary>The next place on the better side, or, negative, on the worse one.</summary>
    public int Towards(int index, int steps) => index + (MoreIsBetter ? steps : -steps);

    [GeneratedRegex(@"\A(?<number>[0-9]+(\.[0-9]+)?)(?<unit>[a-z/]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
