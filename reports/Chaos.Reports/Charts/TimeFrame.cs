using Chaos.Reports.Text;

namespace Chaos.Reports.Charts;

/// <summary>A small chart over the time of a run: one of many that a reader compares.</summary>
/// <param name="DurationSeconds">The end of the time axis.</param>
/// <param name="PlotWidth">Of the axes; what is left of the drawing is for labels.</param>
internal sealed record TimeFrame(double DurationSeconds, double PlotWidth = 228)
{
    private const double Width = 360;

    public Plot Plot { get; } = new(Left: 40, Top: 26, PlotWidth, Height: 120, DurationSeconds);

    /// <param name="title">What the chart shows, for those who cannot see it, too.</param>
    /// <param name="lines">Inside the axes.</param>
    /// <param name="below">Beside them: labels.</param>
    public Markup Draw(string title, Markup lines, Markup below)
    {
        // The script reads values off the lines; it needs to know where the axes are.
        Markup place = Markup.Of($"""
            data-left="{Numbers.Pixel(Plot.Left)}" data-right="{Numbers.Pixel(Plot.Right)}" data-top="{Numbers.Pixel(Plot.Top)}"
            data-bottom="{Numbers.Pixel(Plot.Bottom)}" data-seconds="{Numbers.Plain(DurationSeconds)}"
            """);
        return Table.Frame(title, Markup.Of($"""
            <svg class="curves" viewBox="0 0 {Numbers.Pixel(Width)} {Numbers.Pixel(Plot.Bottom + 22)}" role="img" aria-label="{title}" {place}>
            <g class="lane" data-title="{title}" data-top="{Numbers.Pixel(Plot.Top)}" data-bottom="{Numbers.Pixel(Plot.Bottom)}" data-most="100"
            data-unit=" %">{Axes()}{lines}</g>{below}</svg>
            """));
    }

    private Markup Axes()
    {
        IEnumerable<Markup> rows = new[] { 0, 0.5, 1 }.Select(share => Markup.Join(
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
}
