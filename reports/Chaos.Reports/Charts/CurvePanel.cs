using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Charts;

/// <summary>One survival chart: step curves, names at their ends, faults as vertical marks, and (when large) the risk table below.</summary>
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
        if (Large)
        {
            (risk, height) = RiskRows.Draw(Series, Plot, height + 14);
        }

        string width = Numbers.Pixel(Width);
        return Markup.Of($"""
            <div class="scroll" tabindex="0" role="group" aria-label="{Title}">
            <svg class="curves" viewBox="0 0 {width} {Numbers.Pixel(height)}" role="img" aria-label="{Title}" data-left="{Numbers.Pixel(Plot.Left)}" data-right="{Numbers.Pixel(Plot.Right)}" data-top="{Numbers.Pixel(Plot.Top)}" data-bottom="{Numbers.Pixel(Plot.Bottom)}" data-seconds="{Numbers.Plain(DurationSeconds)}">
            {Axes()}{Faults()}{Series.Select(Curve)}{EndLabels()}{risk}</svg></div>
            """);
    }

    private Markup Axes()
    {
        double[] shares = Large ? [0, 0.25, 0.5, 0.75, 1] : [0, 0.5, 1];
        string left = Numbers.Pixel(Plot.Left);
        string right = Numbers.Pixel(Plot.Right);
        IEnumerable<Markup> rows = shares.Select(share =>
        {
            string y = Numbers.Pixel(Plot.Y(share));
            return Markup.Of($"""<line class="grid" x1="{left}" x2="{right}" y1="{y}" y2="{y}"/><text class="tick" text-anchor="end" x="{Numbers.Pixel(Plot.Left - 6)}" y="{Numbers.Pixel(Plot.Y(share) + 4)}">{Numbers.Plain(share * 100)} %</text>""");
        });
        IEnumerable<Markup> columns = Plot.TimeTicks().Select(seconds =>
        {
            string x = Numbers.Pixel(Plot.X(seconds));
            return Markup.Of($"""<line class="axis" x1="{x}" x2="{x}" y1="{Numbers.Pixel(Plot.Bottom)}" y2="{Numbers.Pixel(Plot.Bottom + 4)}"/><text class="tick" text-anchor="middle" x="{x}" y="{Numbers.Pixel(Plot.Bottom + 16)}">{Numbers.Duration(seconds)}</text>""");
        });
        string bottom = Numbers.Pixel(Plot.Bottom);
        return Markup.Of($"""{rows}<line class="axis" x1="{left}" x2="{right}" y1="{bottom}" y2="{bottom}"/>{columns}""");
    }

    private Markup Faults() => Markup.Join(FaultSeconds.Select((seconds, index) =>
    {
        string x = Numbers.Pixel(Plot.X(seconds));
        Markup label = index == 0
            ? Markup.Of($"""<text class="fault-label" text-anchor="middle" x="{x}" y="{Numbers.Pixel(Plot.Top - 6)}">fault</text>""")
            : Markup.Empty;
        return Markup.Of($"""<g class="fault"><title>fault at {Numbers.Duration(seconds)}</title><line x1="{x}" x2="{x}" y1="{Numbers.Pixel(Plot.Top)}" y2="{Numbers.Pixel(Plot.Bottom)}"/>{label}</g>""");
    }));

    private Markup Curve(Series series) => Markup.Of(
        $"""<path class="curve {series.Style}" data-name="{series.Name}" d="{CurvePath.Of(series.Curve, Plot)}"/>""");

    /// <summary>Names where the lines end, moved apart where lines end close together.</summary>
    private Markup EndLabels()
    {
        (Series Series, double Y)[] labels = [.. Series.Select(one => (one, Plot.Y(one.Curve.Steps[^1].Survival))).OrderBy(label => label.Item2)];
        for (int index = 1; index < labels.Length; index++)
        {
            labels[index].Y = Math.Max(labels[index].Y, labels[index - 1].Y + LabelGap);
        }

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
            string name = Numbers.Shorten(label.Series.Name, 14);
            return Markup.Of($"""<text class="end {label.Series.Style}" x="{Numbers.Pixel(Plot.Right + 6)}" y="{Numbers.Pixel(label.Y + 4)}"><tspan class="value">{value}</tspan>{name}</text>""");
        }));
    }
}
