using Chaos.Reports.Text;

namespace Chaos.Reports.Charts;

/// <summary>A small survival chart: step curves, names at their ends, faults as vertical marks.</summary>
/// <param name="Title">What the chart shows, for those who cannot see it, too.</param>
/// <param name="Series">At least one.</param>
/// <param name="Faults">That were carried out in any of the cells.</param>
/// <param name="DurationSeconds">The end of the time axis.</param>
internal sealed record CurvePanel(string Title, IReadOnlyList<Series> Series, IReadOnlyList<FaultMark> Faults, double DurationSeconds)
{
    public Markup Draw()
    {
        TimeFrame frame = new(DurationSeconds);
        IEnumerable<Markup> curves = Series.Select(series => Markup.Of(
            $"""<path class="curve {series.Style}" data-name="{series.Name}" d="{CurvePath.Of(series.Curve, frame.Plot)}"/>"""));
        Markup ends = EndLabels.Draw(frame.Plot, Series.Select(
            series => (series.Curve.Steps[^1].Survival, series.Style, series.Name, Numbers.Shorten(series.Name, 14))));
        return frame.Draw(
            Title, Markup.Of($"{FaultMark.Draw(Faults, frame.Plot, frame.Plot.Bottom)}{curves}"), ends);
    }
}
