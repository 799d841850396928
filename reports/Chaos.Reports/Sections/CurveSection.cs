using System.Diagnostics;
using Chaos.Reports.Charts;
using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Sections;

/// <summary>
/// Survival, failing newcomers and the table over time: a board per column of the grid, and small multiples for each group.
/// </summary>
internal static class CurveSection
{
    public static Markup Render(ReportModel model)
    {
        IReadOnlyList<(GridBlock Block, string Column)> drawn = Detail.Drawn(model);
        int all = model.Grid.Blocks.Sum(block => block.Columns.Count);
        bool folded = Detail.IsFolded(drawn.Count);
        (GridBlock, string)? decides = Deciding.ColumnOf(model);
        IEnumerable<Markup> columns = drawn.Select((one, place) => Column(model, one.Block, one.Column, folded, isOpen: one == decides));
        return Markup.Of($"""
            <section id="curves" aria-labelledby="curves-heading">
            <h2 id="curves-heading">Survival, newcomers and the table over time</h2>
            <p>Kaplan-Meier curves over all flows of a cell, first lives only; with repetitions the band spans all of them. A flow dies when an
            endpoint notices, which is up to one silence plus its patience after the NAT lost it. Newcomers are shown by the second in which they
            started; the number at the end of a line is the share over the whole run. Below them the table, as the target reports it.</p>
            {Detail.FiguresNote(drawn.Count, all)}
            {Legend(model.Grid)}
            <div class="{(folded ? "folded" : "panels")}">{columns}</div>
            </section>
            """);
    }

    /// <summary>The board of one column.</summary>
    /// <param name="model">The run.</param>
    /// <param name="block">Of the grid.</param>
    /// <param name="column">Of the block.</param>
    /// <param name="isBrief">Survival and newcomers alone, for the top of the page.</param>
    public static Markup Figure(ReportModel model, GridBlock block, string column, bool isBrief)
    {
        IReadOnlyList<Series> series = Series.Of(model, block, column, group: null);
        if (series.Count == 0) return Markup.Empty;
        IReadOnlyList<CellResult> cells = block.Of(column);
        double duration = cells.Max(cell => cell.Survival.At);
        string caption = Caption(model, block, column, "all flows");
        List<Lane> lanes = [Lane.OfShares("survival", 200,
            [.. series.Select(one => one.ToLine(RepetitionsOf(model, block, column, one), duration))])];
        if (NewcomerLane.Of(model.Grid, block, column) is { } newcomers) lanes.Add(newcomers);
        if (!isBrief) lanes.AddRange(TableLanes.Of(model, block, column));
        Board board = new(
            $"Survival and newcomers over time, {caption}", lanes, FaultMark.Of(model, cells), duration, isBrief ? [] : series);
        Markup numbers = isBrief ? Markup.Empty : CurveTable.Render(series, duration, caption);
        Markup below = Markup.Of($"{PeerNote.For(cells, group: null)}{numbers}");
        return Framed(block, column, caption, board.Draw(), below);
    }

    public static Markup Legend(Grid grid)
    {
        IEnumerable<Markup> entries = grid.Rows.Select((row, index) => Markup.Of($"""
            <li data-name="{grid.RowText(row)}"><svg viewBox="0 0 34 10" width="34" height="10" aria-hidden="true">
            <path class="curve {Series.StyleOf(index)}" d="M1 5H33"/></svg>
            {grid.RowText(row)}</li>
            """));
        return Markup.Of($"""<ul class="legend lines" aria-label="Lines">{entries}</ul>""");
    }

    /// <summary>The anchor of a column.</summary>
    public static string AnchorOf(ReportModel model, GridBlock block, string column) => $"column-{model.PlaceOf(block.Of(column)[0])}";

    private static Markup Column(ReportModel model, GridBlock block, string column, bool folded, bool isOpen)
    {
        string name = model.Grid.PlaceText(block, column) is { Length: > 0 } place ? place : "all cells",
            anchor = AnchorOf(model, block, column);
        Markup content = Markup.Of($"{Figure(model, block, column, isBrief: false)}{Multiples(model, block, column)}");
        if (!folded) return Markup.Of($"""<div class="column" id="{anchor}">{content}</div>""");
        CellResult[] cells = [.. block.Of(column).Where(cell => cell.Survival.Estimate is not null)];
        string range = cells.Length == 0 ? "" : $": {string.Join(", ", cells.Select(
            cell => $"{model.Grid.RowText(model.Grid.RowOf(cell))} {Halves.Of(cell).ShortText}"))}";
        Markup open = isOpen ? Markup.Of($" open") : Markup.Empty;
        return Markup.Of($"""
            <details class="column" id="{anchor}"{open}><summary><strong>{name}</strong>{range}</summary>{content}</details>
            """);
    }

    private static IReadOnlyList<Survival.SurvivalCurve> RepetitionsOf(ReportModel model, GridBlock block, string column, Series series) =>
        model.CurvesByRepetition(
            block.At(model.Grid.Rows[series.Index], column) ?? throw new UnreachableException("a line without its cell"));

    private static Markup Multiples(ReportModel model, GridBlock block, string column) => Detail.ShowsGroups(model) ? Markup.Of($"""
        <details><summary>By group</summary><div class="multiples">{model.GroupNames.Select(group => Multiple(model, block, column, group))}</div></details>
        """) : Markup.Empty;

    private static Markup Multiple(ReportModel model, GridBlock block, string column, string group)
    {
        IReadOnlyList<Series> series = Series.Of(model, block, column, group);
        if (series.Count == 0) return Markup.Empty;
        IReadOnlyList<CellResult> cells = block.Of(column);
        double duration = cells.Max(cell => cell.Survival.At);
        string caption = Caption(model, block, column, group);
        CurvePanel panel = new($"Survival curves, {caption}", series, FaultMark.Of(model, cells), duration);
        return Framed(block, column, caption, panel.Draw(), Markup.Of(
            $"{PeerNote.For(cells, group)}{CurveTable.Render(series, duration, caption)}"));
    }

    private static Markup Framed(GridBlock block, string column, string caption, Markup chart, Markup below)
    {
        string calm = block.NotUnderPressure(column) ? " · not under pressure" : "";
        return Markup.Of($"""
            <figure><figcaption>{caption}<span class="calm">{calm}</span></figcaption>
            {chart}<div class="readout" aria-live="polite"></div>
            {below}</figure>
            """);
    }

    private static string Caption(ReportModel model, GridBlock block, string column, string what) =>
        string.Join(", ", new[] { what, model.Grid.PlaceText(block, column) }.Where(text => text.Length > 0));
}
