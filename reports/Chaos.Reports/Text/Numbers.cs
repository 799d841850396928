using System.Globalization;

namespace Chaos.Reports.Text;

/// <summary>How numbers are spelled, the same on every machine.</summary>
internal static class Numbers
{
    /// <summary>Shown where there is no number.</summary>
    public const string None = "–";

    /// <summary>
    /// A share as a percentage: one decimal, and as many more as it takes not to show 0 or 100 for what is only near it.
    /// </summary>
    public static string Percent(double? share)
    {
        if (share is not { } value)
        {
            return None;
        }

        if (value is 0 or 1)
        {
            return value == 0 ? "0 %" : "100 %";
        }

        for (int decimals = 1; decimals < 6; decimals++)
        {
            double rounded = Math.Round(value * 100, decimals, MidpointRounding.AwayFromZero);
            if (rounded is not (0 or 100 or -100))
            {
                return rounded.ToString($"F{decimals}", CultureInfo.InvariantCulture) + " %";
            }
        }

        return value < 0.5 ? "< 0.00001 %" : "> 99.99999 %";
    }

    /// <summary>A difference of shares in percentage points, with its sign.</summary>
    public static string Points(double? difference) => difference is { } value
        ? (Math.Round(value * 100, 1, MidpointRounding.AwayFromZero) + 0.0).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " pp"
        : None;

    /// <summary>Groups of three with a thin space that does not break.</summary>
    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture).Replace(",", "\u202f", StringComparison.Ordinal);

    /// <summary>E.g. `10 s`, `0.25 s`.</summary>
    public static string Duration(double seconds) => Plain(seconds) + " s";

    /// <summary>A moment in milliseconds precision, e.g. `3.142 s`.</summary>
    public static string Moment(long? nanoseconds) => nanoseconds is { } time
        ? Runs.Seconds.FromNanoseconds(time).ToString("F3", CultureInfo.InvariantCulture) + " s"
        : None;

    /// <summary>Up to six decimals, none that say nothing.</summary>
    public static string Plain(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>Two significant digits, e.g. `0.031`, `1E-09`.</summary>
    public static string Significant(double value) => value.ToString("G2", CultureInfo.InvariantCulture);

    /// <summary>A coordinate in a drawing: a tenth of a pixel is enough.</summary>
    public static string Pixel(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    public static string Plural(long count, string one) => count == 1 ? $"1 {one}" : $"{Count(count)} {one}s";

    /// <summary>At most so many characters, the last one an ellipsis when something was cut.</summary>
    public static string Shorten(string text, int longest) => text.Length <= longest ? text : string.Concat(text.AsSpan(0, longest - 1), "…");
}
