using System.Globalization;

namespace Chaos.Runs;

/// <summary>How shares and their differences are spelled, in reports and on the console alike.</summary>
public static class ShareText
{
    /// <summary>Shown where there is no number.</summary>
    public const string None = "–";

    /// <summary>An interval from 0 to 100 %.</summary>
    public const string AnythingIsPossible = "anything is possible";

    /// <summary>More decimals than these say nothing that anybody could use.</summary>
    private const int MostDecimals = 3;

    /// <summary>
    /// A share as a percentage: one decimal, and as many more as it takes not to show 0 or 100 for what is only near it.
    /// </summary>
    /// <param name="share">0 to 1.</param>
    /// <param name="decimals">The fewest.</param>
    public static string Percent(double? share, int decimals = 1)
    {
        if (share is not { } value) return None;
        if (value is 0 or 1) return value == 0 ? "0 %" : "100 %";
        return Rounded(value, decimals, percent => percent);
    }

    /// <summary>The same, never above the share: for "at least".</summary>
    public static string PercentDown(double share) => share is 0 or 1 ? Percent(share) : Rounded(share, 1, Math.Floor);

    /// <summary>The same, never below the share: for "at most".</summary>
    public static string PercentUp(double share) => share is 0 or 1 ? Percent(share) : Rounded(share, 1, Math.Ceiling);

    /// <summary>
    /// The ends of an interval of a share, so that a reader can use it: an end that is as good as 0 or 100 % is no bound, and is left out.
    /// </summary>
    /// <returns>E.g. `73.1 % to 96.0 %`, `at least 98.3 %`, `at most 0.8 %`.</returns>
    public static string Interval(double lower, double upper, int decimals = 1) => (IsNothing: lower < 0.0005, IsAll: upper > 0.9995) switch
    {
        (true, true) => AnythingIsPossible,
        (false, true) => $"at least {(decimals > 1 ? Percent(lower, decimals) : PercentDown(lower))}",
        (true, false) => $"at most {(decimals > 1 ? Percent(upper, decimals) : PercentUp(upper))}",
        _ => $"{Percent(lower, decimals)} to {Percent(upper, decimals)}",
    };

    /// <summary>How many decimals it takes to tell a share from the bound that it is held against.</summary>
    /// <param name="margin">Room between the two; null: there is none.</param>
    public static int DecimalsFor(double? margin)
    {
        int decimals = 1;
        while (decimals < MostDecimals + 1 && margin is { } room && room != 0 && Math.Abs(room) * 100 < 0.95 * Math.Pow(10, -decimals))
            decimals++;
        return decimals;
    }

    private static string Rounded(double value, int fewest, Func<double, double> direct)
    {
        for (int decimals = fewest; decimals <= Math.Max(fewest, MostDecimals); decimals++)
        {
            double scale = Math.Pow(10, decimals);
            // 0.9998 * 100 is a little less than 99.98: what is whole but for rounding is whole.
            double rounded = Math.Round(direct(Math.Round(value * 100 * scale, 6)) / scale, decimals, MidpointRounding.AwayFromZero);
            if (rounded is not (0 or 100 or -100))
                return rounded.ToString($"F{decimals}", CultureInfo.InvariantCulture) + " %";
        }

        return value < 0.5 ? "< 0.001 %" : "> 99.999 %";
    }

    /// <summary>With its 95 % interval where there are repetitions.</summary>
    public static string WithInterval(ShareEstimate? share) => share is { Lower: { } lower, Upper: { } upper }
        ? $"{Percent(share.Estimate)} ({Interval(lower, upper)})"
        : Percent(share?.Estimate);

    /// <summary>
    /// A difference of shares in percentage points, with its sign: one decimal, and as many more as it takes not to show 0 for what is not.
    /// </summary>
    /// <param name="difference">-1 to 1.</param>
    /// <param name="decimals">The fewest.</param>
    public static string Points(double? difference, int decimals = 1)
    {
        if (difference is not { } value) return None;
        double points = Math.Round(value * 100, 9);
        double Cut(int places) => Math.Round(points, places, MidpointRounding.AwayFromZero) + 0.0;
        while (decimals < MostDecimals && points != 0 && Cut(decimals) == 0) decimals++;
        string zeros = new('0', decimals);
        return Cut(decimals).ToString($"+0.{zeros};-0.{zeros};0.0", CultureInfo.InvariantCulture) + " pp";
    }
}
