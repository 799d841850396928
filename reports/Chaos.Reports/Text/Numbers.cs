using System.Globalization;
using Chaos.Runs;

namespace Chaos.Reports.Text;

/// <summary>How numbers are spelled, the same on every machine.</summary>
internal static class Numbers
{
    /// <summary>Groups of three with a thin space that does not break.</summary>
    public static string Count(long count) =>
        count.ToString("#,0", CultureInfo.InvariantCulture).Replace(",", "\u202f", StringComparison.Ordinal);

    /// <summary>E.g. `10 s`, `0.25 s`.</summary>
    public static string Duration(double seconds) => Plain(seconds) + " s";

    /// <summary>A moment in milliseconds precision, e.g. `3.142 s`.</summary>
    public static string Moment(long? nanoseconds) => nanoseconds is { } time
        ? Seconds.FromNanoseconds(time).ToString("F3", CultureInfo.InvariantCulture) + " s"
        : ShareText.None;

    /// <summary>Up to six decimals, none that say nothing.</summary>
    public static string Plain(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>Two decimals, with the sign.</summary>
    public static string Signed(double value) =>
        (Math.Round(value, 2, MidpointRounding.AwayFromZero) + 0.0).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);

    /// <summary>Two significant digits, e.g. `0.031`, `1E-09`.</summary>
    public static string Significant(double value) => value.ToString("G2", CultureInfo.InvariantCulture);

    /// <summary>A value of an axis: three significant digits, thousands as `k`.</summary>
    public static string Short(double value) => Math.Abs(value) >= 10_000
        ? (value / 1000).ToString("0.#", CultureInfo.InvariantCulture) + "k"
        : Math.Abs(value) >= 100 ? value.ToString("0", CultureInfo.InvariantCulture) : value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A coordinate in a drawing: a tenth of a pixel is enough.</summary>
    public static string Pixel(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    public static string Plural(long count, string one) => count == 1 ? $"1 {one}" : $"{Count(count)} {one}s";

    /// <summary>At most so many characters, the last one an ellipsis when something was cut.</summary>
    public static string Shorten(string text, int longest) =>
        text.Length <= longest ? text : string.Concat(text.AsSpan(0, longest - 1), "…");
}
