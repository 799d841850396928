using Chaos.Reports.Text;

namespace Chaos.Reports.Charts;

/// <summary>
/// Several quantities over the same time axis, one below the other, so that one cursor goes through all of them: survival, newcomers, and
/// the table. Vector graphics, sharp in print.
/// </summary>
/// <param name="Title">What it shows, for those who cannot see it, too.</param>
/// <param name="Lanes">From the top; at least one.</param>
/// <param name="Faults">Marks through all lanes.</param>
/// <param name="DurationSeconds">The end of the time axis.</param>
/// <param name="Risk">Lines of the risk table below the lanes; empty: there is none.</param>
internal sealed record Board(
    string Title, IReadOnlyList<Lane> Lanes, IReadOnlyList<FaultMark> Faults, double DurationSeconds, IReadOnlyList<Series> Risk)
{
    private const double Width = 640, Left = 92, PlotWidth = 400, Gap = 24, LabelGap = 13;

    public Markup Draw()
    {
        List<(Lane Lane, Plot Plot)> placed = [];
        double top = Faults.Count > 0 ? 26 : 16;
        foreach (Lane lane in Lanes)
        {
            placed.Add((lane, new Plot(Left, top, PlotWidth, lane.Height, DurationSeconds)));
            top += lane.Height + (placed.Count == 1 ? Gap + 16 : Gap);
        }

        Plot first = placed[0].Plot, last = placed[^1].Plot;
        double height = last.Bottom + 22;
        Markup risk = Markup.Empty;
        if (Risk.Count > 0) (risk, height) = RiskRows.Draw(Risk, first, height + 14);
        Markup marks = FaultMark.Draw(Faults, first, last.Bottom);
        IEnumerable<Markup> lanes = placed.Select((one, place) =>
            Draw(one.Lane, one.Plot, isFirst: place == 0, isLast: place == placed.Count - 1));
        return Table.Frame(Title, Markup.Of($"""
            <svg class="curves board" viewBox="0 0 {Numbers.Pixel(Width)} {Numbers.Pixel(height)}" role="img" aria-label="{Title}"
            data-left="{Numbers.Pixel(first.Left)}" data-right="{Numbers.Pixel(first.Right)}" data-top="{Numbers.Pixel(first.Top)}"
            data-bottom="{Numbers.Pixel(last.Bottom)}" data-seconds="{Numbers.Plain(DurationSeconds)}">
            {marks}{lanes}{risk}</svg>
            """));
    }

    private static Markup Draw(Lane lane, Plot plot, bool isFirst, bool isLast)
    {
        double[] shares = isFirst ? [0, 0.25, 0.5, 0.75, 1] : lane.Height > 60 ? [0, 0.5, 1] : [0, 1];
        IEnumerable<Markup> rows = shares.Select(share => Markup.Join(
        [
            Svg.Line("grid", plot.Left, plot.Y(share), plot.Right, plot.Y(share)),
            Svg.Label("tick value", "end", plot.Left - 6, plot.Y(share) + 4, $"{Numbers.Short(share * lane.Maximum)}{lane.Unit}"),
        ]));
        IEnumerable<Markup> columns = isFirst || isLast ? plot.TimeTicks().Select(seconds => Markup.Join(
        [
            Svg.Line("axis", plot.X(seconds), plot.Bottom, plot.X(seconds), plot.Bottom + 4),
            Svg.Label("tick", "middle", plot.X(seconds), plot.Bottom + 16, Numbers.Duration(seconds)),
        ])) : [];
        Markup title = isFirst ? Markup.Empty : Svg.Label("lane-title", "start", plot.Left, plot.Top - 5, lane.Title);
        return Markup.Of($"""
            <g class="lane" data-title="{lane.Title}" data-top="{Numbers.Pixel(plot.Top)}" data-bottom="{Numbers.Pixel(plot.Bottom)}"
            data-most="{Numbers.Plain(lane.Maximum)}" data-unit="{lane.Unit}">{title}{rows}
            {Svg.Line("axis", plot.Left, plot.Bottom, plot.Right, plot.Bottom)}{columns}
            <svg class="lines" x="{Numbers.Pixel(plot.Left)}" y="{Numbers.Pixel(plot.Top - 2)}" width="{Numbers.Pixel(plot.Width)}"
            height="{Numbers.Pixel(plot.Height + 4)}"
            viewBox="{Numbers.Pixel(plot.Left)} {Numbers.Pixel(plot.Top - 2)} {Numbers.Pixel(plot.Width)} {Numbers.Pixel(plot.Height + 4)}">
            <g>{lane.Lines.Select(line => line.Draw(plot))}</g></svg>{Ends(lane, plot)}</g>
            """);
    }

    /// <summary>Names where the lines end, moved apart where lines end close together; a low lane has room for a few alone.</summary>
    private static Markup Ends(Lane lane, Plot plot)
    {
        LaneLine[] lines = lane.Lines.Count * LabelGap > plot.Height + Gap ? [] : [.. lane.Lines];
        return EndLabels.Draw(
            plot, lines.Select(line => (line.End, line.Style, line.Name, $"{line.EndText} {Numbers.Shorten(line.Name, 16)}".TrimStart())));
    }
}
