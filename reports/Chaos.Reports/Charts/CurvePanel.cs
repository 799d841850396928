using Chaos.Reports.Text;
using Chaos.Runs;

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
    private const double LabelGap = 13;

    private Plot Plot { get; } = Large
        ? new Plot(Left: 92, Top: 20, Width: 368, Height: 210, DurationSeconds)
        : new Plot(Left: 40, Top: 16, Width: 228, Height: 120, DurationSeconds);

    private double Width => Large ? 600 : 360;

    public Markup Draw()
    {
        Markup risk = Markup.Empty;
        double height = Plot.Bottom + 22;
        if (Large) (risk, height) = RiskRows.Draw(Series, Plot, height + 14);

        // The script reads values off the lines; it needs to know where the axes are.
        Markup axes = Markup.Of($"""
            data-left="{Numbers.Pixel(Plot.Left)}" data-right="{Numbers.Pixel(Plot.Right)}" data-top="{Numbers.Pixel(Plot.Top)}"
            data-bottom="{Numbers.Pixel(Plot.Bottom)}" data-seconds="{Numbers.Plain(DurationSeconds)}"
            """);
        return Table.Frame(Title, Markup.Of($"""
            <svg class="curves" viewBox="0 0 {Numbers.Pixel(Width)} {Numbers.Pixel(height)}" role="img" aria-label="{Title}" {axes}>
            {Axes()}{Faults()}{Series.Select(Curve)}{EndLabels()}{risk}</svg>
            """));
    }

    private Markup Axes()
    {
        double[] shares = Large ? [0, 0.25, 0.5, 0.75, 1] : [0, 0.5, 1];
        IEnumerable<Markup> rows = shares.Select(share => Markup.Join(
        [
            Svg.Line("grid", Plot.Left, Plot.Y(share), Plot.Right, Plot.Y(share)),
            Svg.Label("tick", "end", Plot.Left - 6, Plot.Y(share) + 4, $"{Numbers.Plain(share * 100)} %"),
        ]));
        IEnumerable<Markup> columns = Plot.TimeTicks().Select(seconds => Markup.Join(
        [
            Svg.Line("axis", Plot.X(seconds), Plot.Bottom, Plot.X(seconds), Plot.Bottom + 4),
            Svg.Label("tick", "middle", Plot.X(seconds), Plot.Bottom + 16, Numbers.Duration(seconds)),
        ]));
        return Markup.Of($"{rows}{Svg.Line("axis", Plot.Left, Plot.Bottom, Plot.Right, Plot.Bottom)}{columns}");
    }

    private Markup Faults() => Markup.Join(FaultSeconds.Select((seconds, index) =>
    {
        double x = Plot.X(seconds);
        Markup label = index == 0 ? Svg.Label("fault-label", "middle", x, Plot.Top - 6, "fault") : Markup.Empty;
        Markup line = Svg.Line("fault", x, Plot.Top, x, Plot.Bottom);
        return Markup.Of($"<g><title>fault at {Numbers.Duration(seconds)}</title>{line}{label}</g>");
    }));

    private Markup Curve(Series series) => Markup.Of(
        $"""<path class="curve {series.Style}" data-name="{series.Name}" d="{CurvePath.Of(series.Curve, Plot)}"/>""");

    /// <summary>Names where the lines end, moved apart where lines end close together.</summary>
    private Markup EndLabels()
    {
        (Series Series, double Y)[] labels =
            [.. Series.Select(one => (one, Plot.Y(one.Curve.Steps[^1].Survival))).OrderBy(label => label.Item2)];
        for (int index = 1; index < labels.Length; index++)
            labels[index].Y = Math.Max(labels[index].Y, labels[index - 1].Y + LabelGap);

        // A stack that ran out at the bottom is pushed back up, each label just above the one below it.
        double lowest = Plot.Bottom + 4;
        for (int index = labels.Length - 1; index >= 0; index--)
        {
            labels[index].Y = Math.Min(labels[index].Y, lowest);
            lowest = labels[index].Y - LabelGap;
        }

        return Markup.Join(labels.Select(label =>
        {
            string value = Large ? $"{ShareText.Percent(label.Series.Curve.SurvivalAt(DurationSeconds))} " : "";
            string text = value + Numbers.Shorten(label.Series.Name, 14);
            return Svg.Label($"end {label.Series.Style}", "start", Plot.Right + 6, label.Y + 4, text);
        }));
    }
}
