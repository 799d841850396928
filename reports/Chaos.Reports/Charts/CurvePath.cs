using System.Text;
using Chaos.Reports.Text;
using Chaos.Survival;

namespace Chaos.Reports.Charts;

/// <summary>A Kaplan-Meier step curve as an SVG path.</summary>
internal static class CurvePath
{
    /// <summary>
    /// `M` then `H` and `V` in turn. Steps that fall on the same unit of the drawing become one, the last: the path of a
    /// million deaths is as short as its width, and no height is wrong by the end of the unit.
    /// </summary>
    public static string Of(SurvivalCurve curve, Plot plot)
    {
        StringBuilder path = new($"M{Numbers.Pixel(plot.X(0))} {Numbers.Pixel(plot.Y(1))}");
        CurveStep[] falls = [.. curve.Steps.Where(step => step.Died > 0)];
        for (int index = 0; index < falls.Length; index++)
        {
            double x = plot.X(falls[index].TimeSeconds);
            bool sameUnit = index + 1 < falls.Length && Math.Floor(plot.X(falls[index + 1].TimeSeconds)) == Math.Floor(x);
            if (!sameUnit) path.Append($"H{Numbers.Pixel(x)}V{Numbers.Pixel(plot.Y(falls[index].Survival))}");
        }

        // While somebody is alive the curve ends with the data; nobody alive stays nobody.
        CurveStep last = curve.Steps[^1];
        double end = last.Survival > 0 ? plot.X(last.TimeSeconds) : plot.Right;
        return path.Append($"H{Numbers.Pixel(end)}").ToString();
    }
}
