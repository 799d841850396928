using Chaos.Reports.Text;

namespace Chaos.Reports.Charts;

/// <summary>Share of newcomers that fail, by the second in which they started.</summary>
/// <param name="Title">What the chart shows, for those who cannot see it, too.</param>
/// <param name="Lines">At least one.</param>
/// <param name="FaultSeconds">Times of faults that were carried out in any of the cells.</param>
/// <param name="Frame">The axes.</param>
internal sealed record NewcomerPanel(
    string Title, IReadOnlyList<NewcomerLine> Lines, IReadOnlyList<double> FaultSeconds, TimeFrame Frame)
{
    public Markup Draw()
    {
        IEnumerable<LineEnd> ends = Lines.Select(line => new LineEnd(
            line.Name, line.Style, line.Steps.LastOrDefault(step => step.Share is not null).Share ?? 0, line.Total));
        IEnumerable<Markup> lines = Lines.Select(line => Markup.Of(
            $"""<path class="curve {line.Style}" data-name="{line.Name}" d="{line.Path(Frame.Plot)}"/>"""));
        return Frame.Draw(Title, Frame.Bottom + 6, Markup.Of($"{Frame.Faults(FaultSeconds)}{lines}{Frame.EndLabels(ends)}"));
    }
}
