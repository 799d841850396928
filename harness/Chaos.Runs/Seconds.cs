using System.Globalization;

namespace Chaos.Runs;

/// <summary>Times of the run folder: integer nanoseconds inside, seconds with exactly six decimals in files.</summary>
public static class Seconds
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long NanosecondsPerMicrosecond = 1_000;
    private const long MicrosecondsPerSecond = 1_000_000;

    public static double FromNanoseconds(long nanoseconds) => nanoseconds / (double)NanosecondsPerSecond;

    /// <summary>Exact decimal seconds, scale 6, rounded to the microsecond, half away from zero: -t and t mirror each other.</summary>
    public static decimal ToDecimal(long nanoseconds)
    {
        long microseconds = nanoseconds / NanosecondsPerMicrosecond;
        long rest = nanoseconds % NanosecondsPerMicrosecond;
        microseconds += rest >= 500 ? 1 : rest <= -500 ? -1 : 0;
        return new decimal(microseconds) / MicrosecondsPerSecond + 0.000000m;
    }

    /// <summary>E.g. `12.345678`, `-0.500000`.</summary>
    public static string Format(long nanoseconds) => ToDecimal(nanoseconds).ToString("F6", CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="Format"/> writes and nothing else: sign, digits, point, six digits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long nanoseconds)
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        nanoseconds = 0;
        int point = text.Length - 7;
        if (point < 1 || text[point] != '.'
            || !decimal.TryParse(text, style, CultureInfo.InvariantCulture, out decimal seconds))
            return false;
        return text[0] != '+' && TryFromDecimal(seconds, out nanoseconds);
    }

    /// <summary>False when the time does not fit; digits below the nanosecond are cut.</summary>
    internal static bool TryFromDecimal(decimal seconds, out long nanoseconds)
    {
        bool fits = Math.Abs(seconds) <= long.MaxValue / NanosecondsPerSecond;
        nanoseconds = fits ? (long)(seconds * NanosecondsPerSecond) : 0;
        return fits;
    }
}
