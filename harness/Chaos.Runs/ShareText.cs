using System.Globalization;

namespace Chaos.Runs;

/// <summary>How shares and their differences are spelled, in reports and on the console alike.</summary>
public static class ShareText
{
    /// <summary>Shown where there is no number.</summary>
    public const string None = "–";

    /// <summary>
    /// A share as a percentage: one decimal, and as many more as it takes not to show 0 or 100 for what is only near it.
    /// </summary>
    public static string Percent(double? share)
    {
        if (share is not { } value) return None;
        if (value is 0 or 1) return value == 0 ? "0 %" : "100 %";
        return Rounded(value, percent => percent);
    }

    /// <summary>The same, never above the share: for "at least".</summary>
    public static string PercentDown(double share) => share is 0 or 1 ? Percent(share) : Rounded(share, Math.Floor);

    /// <summary>The same, never below the share: for "at most".</summary>
    public static string PercentUp(double share) => share is 0 or 1 ? Percent(share) : Rounded(share, Math.Ceiling);

    private static string Rounded(double value, Func<double, double> direct)
    {
        for (int decimals = 1; decimals < 6; decimals++)
        {
            double scale = Math.Pow(10, decimals);
            // 0.9998 * 100 is a little less than 99.98: what is whole but for rounding is whole.
            double rounded = Math.Round(direct(Math.Round(value * 100 * scale, 6)) / scale, decimals, MidpointRounding.AwayFromZero);
            if (rounded is not (0 or 100 or -100))
                return rounded.ToString($"F{decimals}", CultureInfo.InvariantCulture) + " %";
        }

        return value < 0.5 ? "< 0.00001 %" : "> 99.99999 %";
    }

    /// <summary>With its 95 % interval where there are repetitions.</summary>
    public static string WithInterval(ShareEstimate? share) => share is { Lower: { } lower, Upper: { } upper }
        ? $"{Percent(share.Estimate)} ({Percent(lower)} to {Percent(upper)})"
        : Percent(share?.Estimate);

    /// <summary>A difference of shares in percentage points, with its sign.</summary>
    public static string Points(double? difference) => difference is { } value
        ? (Math.Round(value * 100, 1, MidpointRounding.AwayFromZero) + 0.0).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " pp"
        : None;
}
