using System.Text;
using Chaos.Reports.Text;
using Chaos.Survival;

namespace Chaos.Reports.Charts;

/// <summary>Who had died by a time, stacked by why: the areas and the survivors add up to all flows.</summary>
/// <param name="Title">What the chart shows, for those who cannot see it, too.</param>
/// <param name="Kinds">Names in stacking order, from the bottom, with the CSS class of each.</param>
/// <param name="Steps">Of <see cref="CumulativeIncidence"/>, kinds in the same order.</param>
/// <param name="DurationSeconds">The end of the time axis.</param>
internal sealed record IncidencePanel(
    string Title, IReadOnlyList<(string Name, string Style)> Kinds, IReadOnlyList<IncidenceStep> Steps, double DurationSeconds)
{
    /// <summary>Units of the drawing that one step takes at least.</summary>
    private const double Coarseness = 4;

    public Markup Draw()
    {
        TimeFrame frame = new(DurationSeconds, PlotWidth: 178);
        List<Markup> areas = [];
        List<(double, string, string, string)> ends = [];
        double[] below = new double[Steps.Count];
        for (int kind = 0; kind < Kinds.Count; kind++)
        {
            double[] above = [.. Steps.Select((step, place) => below[place] + step.ByCause[kind])];
            if (above[^1] <= below[^1]) continue;
            (string name, string style) = Kinds[kind];
            string share = Runs.ShareText.Percent(Steps[^1].ByCause[kind]);
            areas.Add(Markup.Of($"""<path class="area {style}" d="{Area(below, above, frame.Plot)}"><title>{name}: {share}</title></path>"""));
            ends.Add(((below[^1] + above[^1]) / 2, "", name, $"{share} {Numbers.Shorten(name, 16)}"));
            below = above;
        }

        return frame.Draw(Title, Markup.Join(areas), EndLabels.Draw(frame.Plot, ends));
    }

    private string Area(double[] below, double[] above, Plot plot)
    {
        StringBuilder upper = new($"M{Numbers.Pixel(plot.X(0))} {Numbers.Pixel(plot.Y(0))}"), lower = new();
        List<(double X, double Low)> lows = [];
        double drawn = double.NegativeInfinity;
        for (int place = 0; place < Steps.Count; place++)
        {
            double x = plot.X(Steps[place].TimeSeconds);
            if (x - drawn < Coarseness && place < Steps.Count - 1) continue;
            upper.Append($"H{Numbers.Pixel(drawn = x)}V{Numbers.Pixel(plot.Y(above[place]))}");
            lows.Add((x, plot.Y(below[place])));
        }

        for (int place = lows.Count - 1; place >= 0; place--) lower.Append(
            $"V{Numbers.Pixel(lows[place].Low)}H{Numbers.Pixel(lows[place].X)}");
        return $"{upper}H{Numbers.Pixel(plot.Right)}{lower}V{Numbers.Pixel(plot.Bottom)}Z";
    }
}
