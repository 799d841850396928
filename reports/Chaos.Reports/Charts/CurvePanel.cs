using Chaos.Reports.Text;

namespace Chaos.Reports.Charts;

/// <summary>One survival chart: step curves, names at their ends, faults as vertical marks, and, when large, the risk table.</summary>
/// <param name="Title">What the chart shows, for those who cannot see it, too.</param>
/// <param name="Series">At least one.</param>
/// <param name="FaultSeconds">Times of faults that were carried out in any of the cells.</param>
/// <param name="DurationSeconds">The end of the time axis.</param>
/// <param name="Large">With a risk table and end values; false: a small multiple.</param>
internal sealed record CurvePanel(
    string Title, IReadOnlyList<Series> Series, IReadOnlyList<double> FaultSeconds, double DurationSeconds, bool Large)
{
    private TimeFrame Frame { get; } = new(Large, DurationSeconds);

    private Plot Plot => Frame.Plot;

    public Markup Draw()
    {
        Markup risk = Markup.Empty;
        double height = Frame.Bottom;
        if (Large) (risk, height) = RiskRows.Draw(Series, Plot, height + 14);

        IEnumerable<LineEnd> ends = Series.Select(one => new LineEnd(
            one.Name, one.Style, one.Curve.Steps[^1].Survival, one.Curve.SurvivalAt(DurationSeconds)));
        return Frame.Draw(Title, height, Markup.Of($"{Frame.Faults(FaultSeconds)}{Series.Select(Curve)}{Frame.EndLabels(ends)}{risk}"));
    }

    private Markup Curve(Series series) => Markup.Of(
        $"""<path class="curve {series.Style}" data-name="{series.Name}" d="{CurvePath.Of(series.Curve, Plot)}"/>""");
}
