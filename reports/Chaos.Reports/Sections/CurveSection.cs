using Chaos.Reports.Charts;
using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Sections;

/// <summary>Survival and failing newcomers over time: large charts per column, then survival as small multiples for each group.</summary>
internal static class CurveSection
{
    public static Markup Render(ReportModel model)
    {
        // Of a large matrix whole blocks, as long as there is room; the first one in any case, cut to the columns that have room.
        int columns = model.Grid.Blocks.Sum(block => block.Columns.Count), drawn = 0;
        int room = model.Cells.Count > Detail.MostCells ? Detail.MostColumns : int.MaxValue;
        List<GridBlock> shown = [];
        foreach (GridBlock block in model.Grid.Blocks)
        {
            GridBlock cut = block with { Columns = [.. block.Columns.Take(room - drawn)] };
            if (cut.Columns.Count == 0) break;
            shown.Add(cut);
            drawn += cut.Columns.Count;
        }

        IEnumerable<Markup> blocks = shown.Select(block => Markup.Of($"""
            {SurvivalTable.Title(block)}
            <div class="panels">{block.Columns.Select(column => Figure(model, block, column, group: null))}</div>
            {Newcomers(model, block)}{Multiples(model, block)}
            """));
        return Markup.Of($"""
            <section id="curves" aria-labelledby="curves-heading">
            <h2 id="curves-heading">Survival and newcomers over time</h2>
            <p>Kaplan-Meier curves over all flows of a cell, first lives only. A flow dies when an endpoint notices, which is up to one
            silence plus its patience after the NAT lost it. Newcomers are shown by the second in which they started; the number at the end of a
            line is the share over the whole run.</p>
            {Detail.FiguresNote(drawn, columns)}
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
        if (!Detail.ShowsGroups(model)) return Markup.Empty;
        IEnumerable<Markup> columns = block.Columns.Select(column => Markup.Of($"""
            <div class="multiples">{model.GroupNames.Select(group => Figure(model, block, column, group))}</div>
            """));
        return Markup.Of($"""<h3>By group</h3>{columns}""");
    }

    private static Markup Figure(ReportModel model, GridBlock block, string column, string? group)
    {
        IReadOnlyList<Series> series = Series.Of(model, block, column, group);
        if (series.Count == 0) return Markup.Empty;
        CellResult[] cells = CellsOf(block, column);
        double duration = cells.Max(cell => cell.Survival.At);
        string caption = Caption(model, block, column, group ?? "all flows");
        CurvePanel panel = new($"Survival curves, {caption}", series, FaultsOf(model, cells), duration, Large: group is null);
        return Framed(block, column, caption, panel.Draw(), Markup.Of(
            $"{PeerNote.For(cells, group)}{CurveTable.Render(series, duration, caption)}"));
    }

    private static Markup Newcomers(ReportModel model, GridBlock block)
    {
        Markup[] figures = [.. block.Columns.Select(column => NewcomerFigure(model, block, column)).OfType<Markup>()];
        return figures.Length == 0 ? Markup.Empty : Markup.Of($"""<h3>Newcomers that fail</h3><div class="panels">{figures}</div>""");
    }

    private static Markup? NewcomerFigure(ReportModel model, GridBlock block, string column)
    {
        CellResult[] cells = CellsOf(block, column);
        TimeFrame frame = new(Large: true, cells.Max(cell => cell.Survival.At));
        IReadOnlyList<NewcomerLine> lines = NewcomerLine.Of(model.Grid, block, column, frame.Plot);
        if (lines.Count == 0) return null;
        string caption = Caption(model, block, column, "newcomers that fail");
        NewcomerPanel panel = new($"Failing newcomers by second, {caption}", lines, FaultsOf(model, cells), frame);
        return Framed(block, column, caption, panel.Draw(), Markup.Empty);
    }

    private static Markup Framed(GridBlock block, string column, string caption, Markup chart, Markup below)
    {
        string calm = block.NotUnderPressure(column) ? " · not under pressure" : "";
        return Markup.Of($"""
            <figure><figcaption>{caption}<span class="calm">{calm}</span></figcaption>
            {chart}<p class="readout" aria-hidden="true"></p>
            {below}</figure>
            """);
    }

    private static string Caption(ReportModel model, GridBlock block, string column, string what) =>
        string.Join(", ", new[] { what, model.Grid.ColumnText(column), block.Title }.Where(text => text.Length > 0));

    private static CellResult[] CellsOf(GridBlock block, string column) =>
        [.. block.Cells.Where(entry => entry.Key.Column == column).Select(entry => entry.Value)];

    private static double[] FaultsOf(ReportModel model, IReadOnlyList<CellResult> cells)
    {
        HashSet<string> ids = [.. cells.Select(cell => cell.Id)];
        return
        [
            .. model.Run.Events.Where(one => one.Kind == RunEventKind.Fault && ids.Contains(one.Cell))
                .Select(one => one.TimeNs).Distinct().Order().Select(Seconds.FromNanoseconds),
        ];
    }
}
