using Chaos.Reports.Charts;
using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Sections;

/// <summary>One share of each cell as colour and number, rows and columns as the grid has them.</summary>
/// <param name="Caption">What the table shows.</param>
/// <param name="Style">CSS class: `all` for large numbers, `one` for small ones.</param>
/// <param name="Of">Reads a cell; null: it has no such share.</param>
internal sealed record HeatTable(string Caption, string Style, Func<CellResult, Heat?> Of)
{
    public Markup Render(ReportModel model, GridBlock block)
    {
        Grid grid = model.Grid;
        string width = Numbers.Plain(Math.Round(99.0 / block.Columns.Count, 2));
        IEnumerable<Markup> widths = block.Columns.Select(_ => Markup.Of($"""<col style="width:{width}%">"""));
        IEnumerable<Markup> heads = block.Columns.Select(column => Markup.Of(
            $"""<th scope="col">{grid.ColumnText(column)}{Calm(block.NotUnderPressure(column))}</th>"""));
        IEnumerable<Markup> rows = grid.Rows
            .Where(row => block.Columns.Any(column => block.At(row, column) is not null))
            .Select(row => Table.Row(
            [
                Table.RowHead(grid.RowText(row)),
                .. block.Columns.Select(
                    column => Cell(model, block.At(row, column), block.NotUnderPressure(column),
                        LawLine.StandsBefore(model, block, row, column))),
            ]));
        return Table.Frame(Caption, Markup.Of($"""
            <table class="heat {Style}"><caption>{Caption}</caption>
            <colgroup><col>{widths}</colgroup><thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table>
            """));
    }

    /// <summary>Said once over a column where it holds for all of it, else in the cell.</summary>
    private static Markup Calm(bool calm) => calm ? Markup.Of($"""<span class="note">not under pressure</span>""") : Markup.Empty;

    private Markup Cell(ReportModel model, CellResult? cell, bool calmColumn, bool lawBefore)
    {
        if (cell is null || Of(cell) is not { Share.Estimate: { } estimate } heat)
            return Markup.Of($"""<td class="empty">{ShareText.None}</td>""");

        Colour colour = Viridis.At(heat.LessIsBetter ? 1 - estimate : estimate);
        string interval = heat.Share is { Lower: { } lower, Upper: { } upper }
            ? $"; {ShareText.Interval(lower, upper)}"
            : "";
        string counts = $"{Numbers.Count(heat.Count)} of {Numbers.Count(heat.Total)}{interval}";
        return Markup.Of($"""
            <td{(lawBefore ? Markup.Of($" class=\"law\"") : Markup.Empty)} style="background:{colour.ToString()};color:{colour.TextOnTop.ToString()}">
            <a class="open" href="#{model.AnchorOf(cell)}"><strong>{ShareText.Percent(estimate)}</strong></a><span class="note">{counts}</span>{Calm(cell.NotUnderPressure && !calmColumn)}</td>
            """);
    }
}

/// <summary>A share and the counts behind it.</summary>
/// <param name="Share">0 to 1.</param>
/// <param name="Count">Flows that have what the share is of.</param>
/// <param name="Total">Of so many.</param>
/// <param name="LessIsBetter">Colours are turned round, so that bright is good everywhere.</param>
internal readonly record struct Heat(ShareEstimate Share, long Count, long Total, bool LessIsBetter = false);
