using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Charts;

/// <summary>What every chart over the time of a run has: axes, marks of faults, and names where the lines end.</summary>
/// <param name="Large">With values at the ends; false: a small multiple.</param>
/// <param name="DurationSeconds">The end of the time axis.</param>
internal sealed record TimeFrame(bool Large, double DurationSeconds)
{
    private const double LabelGap = 13;

    public Plot Plot { get; } = Large
        ? new Plot(Left: 92, Top: 20, Width: 368, Height: 210, DurationSeconds)
        : new Plot(Left: 40, Top: 16, Width: 228, Height: 120, DurationSeconds);

    /// <summary>Below the labels of the time axis.</summary>
    public double Bottom => Plot.Bottom + 22;

    private double Width => Large ? 600 : 360;

    /// <param name="title">What the chart shows, for those who cannot see it, too.</param>
    /// <param name="height">Of the whole drawing.</param>
    /// <param name="lines">Inside the axes, and below them.</param>
    public Markup Draw(string title, double height, Markup lines)
    {
        // The script reads values off the lines; it needs to know where the axes are.
        Markup axes = Markup.Of($"""
            data-left="{Numbers.Pixel(Plot.Left)}" data-right="{Numbers.Pixel(Plot.Right)}" data-top="{Numbers.Pixel(Plot.Top)}"
            data-bottom="{Numbers.Pixel(Plot.Bottom)}" data-seconds="{Numbers.Plain(DurationSeconds)}"
            """);
        return Table.Frame(title, Markup.Of($"""
            <svg class="curves" viewBox="0 0 {Numbers.Pixel(Width)} {Numbers.Pixel(height)}" role="img" aria-label="{title}" {axes}>
            {Axes()}{lines}</svg>
            """));
    }

    /// <summary>Vertical marks.</summary>
    public Markup Faults(IEnumerable<double> faultSeconds) => Markup.Join(faultSeconds.Select((seconds, index) =>
    {
        double x = Plot.X(seconds);
        Markup label = index == 0 ? Svg.Label("fault-label", "middle", x, Plot.Top - 6, "fault") : Markup.Empty;
        Markup line = Svg.Line("fault", x, Plot.Top, x, Plot.Bottom);
        return Markup.Of($"<g><title>fault at {Numbers.Duration(seconds)}</title>{line}{label}</g>");
    }));

    /// <summary>Names where the lines end, moved apart where lines end close together.</summary>
    public Markup EndLabels(IEnumerable<LineEnd> ends)
    {
        (LineEnd End, double Y)[] labels = [.. ends.Select(end => (end, Plot.Y(end.Share))).OrderBy(label => label.Item2)];
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
            string value = Large ? $"{ShareText.Percent(label.End.Value)} " : "";
            string text = value + Numbers.Shorten(label.End.Name, 14);
            return Svg.Label($"end {label.End.Style}", "start", Plot.Right + 6, label.Y + 4, text);
        }));
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
}

/// <summary>Where a line ends.</summary>
/// <param name="Name">Of the line.</param>
/// <param name="Style">Its CSS class.</param>
/// <param name="Share">Its height there, 0 to 1.</param>
/// <param name="Value">The number that is written beside it.</param>
internal readonly record struct LineEnd(string Name, string Style, double Share, double? Value);
