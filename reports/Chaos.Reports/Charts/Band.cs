using System.Text;
using Chaos.Reports.Text;
using Chaos.Survival;

namespace Chaos.Reports.Charts;

/// <summary>Between the lowest and the highest curve of the repetitions: all of them ran inside it.</summary>
internal static class Band
{
    private const double Step = 2;

    /// <returns>A closed path; empty with fewer than two repetitions, or where all are the same.</returns>
    public static string Of(IReadOnlyList<SurvivalCurve> repetitions, Plot plot)
    {
        if (repetitions.Count < 2) return "";
        StringBuilder above = new(), below = new();
        bool apart = false;
        double end = plot.Left;
        List<(double X, double Low)> lows = [];
        for (double x = plot.Left; x <= plot.Right; x += Step)
        {
            double seconds = (x - plot.Left) / plot.Width * plot.DurationSeconds;
            double[] shares = [.. repetitions.Select(curve => curve.SurvivalAt(seconds)).OfType<double>()];
            if (shares.Length == 0) break;
            string high = Numbers.Pixel(plot.Y(shares.Max()));
            above.Append(above.Length == 0 ? $"M{Numbers.Pixel(x)} {high}" : $"H{Numbers.Pixel(x)}V{high}");
            lows.Add((x, plot.Y(shares.Min())));
            apart |= shares.Max() > shares.Min();
            end = x;
        }

        for (int place = lows.Count - 1; place >= 0; place--)
        {
            below.Append(place == lows.Count - 1 ? $"V{Numbers.Pixel(lows[place].Low)}" : "");
            if (place > 0) below.Append($"H{Numbers.Pixel(lows[place].X)}V{Numbers.Pixel(lows[place - 1].Low)}");
        }

        return apart ? $"{above}{below}H{Numbers.Pixel(plot.Left)}Z" : "";
    }
}
