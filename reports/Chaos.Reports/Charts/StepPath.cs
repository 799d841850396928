using System.Text;
using Chaos.Reports.Text;

namespace Chaos.Reports.Charts;

/// <summary>Values by interval of time as an SVG path of steps; intervals that share a unit of the drawing become one.</summary>
internal static class StepPath
{
    /// <param name="steps">By rising time; a value as a share of the height, null: nothing is known.</param>
    /// <param name="plot">Where it is drawn.</param>
    public static string Of(IEnumerable<(double From, double To, double? Share)> steps, Plot plot)
    {
        StringBuilder path = new();
        double drawn = double.NegativeInfinity;
        foreach ((double from, double to, double? share) in steps)
        {
            if (share is not { } height || plot.X(to) - drawn < 1) continue;
            string y = Numbers.Pixel(plot.Y(Math.Clamp(height, 0, 1)));
            path.Append(path.Length == 0 ? $"M{Numbers.Pixel(plot.X(from))} {y}" : $"V{y}");
            path.Append($"H{Numbers.Pixel(drawn = plot.X(to))}");
        }

        return path.ToString();
    }
}
