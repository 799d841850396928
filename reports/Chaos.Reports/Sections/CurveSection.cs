using Chaos.Reports.Charts;
using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Sections;

/// <summary>Survival over time: a large chart per map size, then the same as small multiples for each group.</summary>
internal static class CurveSection
{
    public static Markup Render(ReportModel model)
    {
        IEnumerable<Markup> blocks = model.Grid.Blocks.Select(block => Markup.Of($"""
            {SurvivalTable.Title(block)}
            <div class="panels">{block.Columns.Select(column => Figure(model, block, column, group: null))}</div>
            {Multiples(model, block)}
            """));
        return Markup.Of($"""
            <section id="curves" aria-labelledby="curves-heading">
            <h2 id="curves-heading">Survival over time</h2>
            <p>Kaplan-Meier curves over all flows of a cell, first lives only. A flow dies when an endpoint notices, which is up to one
            silence plus its patience after the NAT lost it.</p>
            {Legend(model.Grid)}
            {blocks}
            </section>
            """);
    }

    private static Markup Legend(Grid grid)
    {
        IEnumerable<Markup> entries = grid.Rows.Select((row, index) => Markup.Of($"""
            <li><svg viewBox="0 0 34 10" width="34" height="10" aria-hidden="true">
            <path class="curve {Series.StyleOf(index)}" d="M1 5H33"/></svg>
            {grid.RowText(row)}</li>
            """));
        return Markup.Of($"""<ul class="legend" aria-label="Lines">{entries}</ul>""");
    }

    private static Markup Multiples(ReportModel model, GridBlock block)
    {
        if (model.GroupNames.Count < 2) return Markup.Empty;
        IEnumerable<Markup> columns = block.Columns.Select(column => Markup.Of($"""
            <div class="multiples">{model.GroupNames.Select(group => Figure(model, block, column, group))}</div>
            """));
        return Markup.Of($"""<h3>By group</h3>{columns}""");
    }

    private static Markup Figure(ReportModel model, GridBlock block, string column, string? group)
    {
        IReadOnlyList<Series> series = Series.Of(model, block, column, group);
        if (series.Count == 0) return Markup.Empty;
        CellResult[] cells = [.. block.Cells.Where(entry => entry.Key.Column == column).Select(entry => entry.Value)];
        HashSet<string> ids = [.. cells.Select(cell => cell.Id)];
        double[] faults =
        [
            .. model.Run.Events.Where(one => one.Kind == RunEventKind.Fault && ids.Contains(one.Cell))
                .Select(one => one.TimeNs).Distinct().Order().Select(Seconds.FromNanoseconds),
        ];
        double duration = cells.Max(cell => cell.Survival.At);
        string caption = string.Join(
            ", ", new[] { group ?? "all flows", model.Grid.ColumnText(column), block.Title }.Where(text => text.Length > 0));
        CurvePanel panel = new($"Survival curves, {caption}", series, faults, duration, Large: group is null);
        string calm = block.NotUnderPressure(column) ? " · not under pressure" : "";
        return Markup.Of($"""
            <figure><figcaption>{caption}<span class="calm">{calm}</span></figcaption>
            {panel.Draw()}<p class="readout" aria-hidden="true"></p>
            {PeerNote.For(cells, group)}{CurveTable.Render(series, duration, caption)}</figure>
            """);
    }
}
