using Chaos.Reports.Text;

namespace Chaos.Reports.Charts;

/// <summary>Names where lines end, moved apart where lines end close together.</summary>
internal static class EndLabels
{
    private const double Gap = 13;

    /// <param name="plot">Where the lines are.</param>
    /// <param name="ends">Height as a share, CSS class, name of the line, and the text.</param>
    public static Markup Draw(Plot plot, IEnumerable<(double Share, string Style, string Name, string Text)> ends)
    {
        (double Y, string Style, string Name, string Text)[] labels =
            [.. ends.Select(end => (plot.Y(end.Share), end.Style, end.Name, end.Text)).OrderBy(label => label.Item1)];
        for (int index = 1; index < labels.Length; index++)
            labels[index].Y = Math.Max(labels[index].Y, labels[index - 1].Y + Gap);

        // A stack that ran out at the bottom is pushed back up, each label just above the one below it.
        double lowest = plot.Bottom + 4;
        for (int index = labels.Length - 1; index >= 0; index--)
        {
            labels[index].Y = Math.Min(labels[index].Y, lowest);
            lowest = labels[index].Y - Gap;
        }

        return Markup.Join(labels.Select(label => Markup.Of($"""
            <text class="end {label.Style}" data-name="{label.Name}" text-anchor="start" x="{Numbers.Pixel(plot.Right + 6)}" y="{Numbers.Pixel(label.Y + 4)}">{label.Text}</text>
            """)));
    }
}
