using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Charts;

/// <summary>Acts of faults at one moment of a chart: a vertical mark with a name.</summary>
/// <param name="Seconds">From t = 0.</param>
/// <param name="Name">E.g. `evict reverse`.</param>
/// <param name="Entries">That it removed, in all cells of the chart.</param>
internal sealed record FaultMark(double Seconds, string Name, long Entries)
{
    private const int LabelRows = 2;

    /// <summary>More marks would hide the curves: the others are counted in the table of faults.</summary>
    private const int Most = 60;

    /// <summary>Of cells that share a chart, each moment once.</summary>
    public static IReadOnlyList<FaultMark> Of(ReportModel model, IEnumerable<CellResult> cells)
    {
        HashSet<string> ids = [.. cells.Select(cell => cell.Id)];
        return
        [
            .. model.Run.Events.Where(one => one.Kind == RunEventKind.Fault && one.Phase is null or "begin" && ids.Contains(one.Cell))
                .GroupBy(one => Math.Round(Runs.Seconds.FromNanoseconds(one.TimeNs), 1)).OrderBy(moment => moment.Key)
                .Select(moment => new FaultMark(
                    Runs.Seconds.FromNanoseconds(moment.First().TimeNs), string.Join(" + ", moment.Select(NameOf).Distinct()),
                    moment.Sum(one => one.Counts?.GetValueOrDefault("entries") ?? 0)))
                .Take(Most),
        ];
    }

    public static string NameOf(RunEvent fault)
    {
        string? half = fault.With?.GetValueOrDefault("half"), phase = fault.Phase is null or "begin" ? null : fault.Phase;
        return string.Join(' ', new[] { fault.Fault, half, phase }.OfType<string>());
    }

    /// <summary>Lines from top to bottom, each kind named once where there is room: those that took entries first.</summary>
    public static Markup Draw(IReadOnlyList<FaultMark> marks, Plot plot, double bottom)
    {
        HashSet<string> named = [];
        List<(int Row, double From, double To)> taken = [];
        Dictionary<FaultMark, Markup> labels = [];
        foreach (FaultMark mark in marks.OrderByDescending(mark => mark.Entries))
        {
            if (named.Contains(mark.Name)) continue;
            string text = Numbers.Shorten(mark.Name, 26);
            double from = plot.X(mark.Seconds) + 2, to = from + 8 + (5.3 * text.Length);
            int row = Enumerable.Range(0, LabelRows).FirstOrDefault(
                candidate => taken.All(one => one.Row != candidate || to < one.From || from > one.To), -1);
            if (row < 0) continue;
            named.Add(mark.Name);
            taken.Add((row, from, to));
            labels[mark] = Svg.Label("fault-label", "start", from, plot.Top - 5 - (10 * row), text);
        }

        return Markup.Join(marks.Select(mark =>
        {
            double x = plot.X(mark.Seconds);
            string title = $"{mark.Name} at {Numbers.Duration(Math.Round(mark.Seconds, 3))}";
            return Markup.Of($"<g><title>{title}</title>{Svg.Line("fault", x, plot.Top, x, bottom)}{labels.GetValueOrDefault(mark)}</g>");
        }));
    }
}
