using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Sections;

/// <summary>How large the map must be, among the sizes that were run; nothing where there is one size only.</summary>
internal static class SmallestTable
{
    private const double Kept = 0.99, Failed = 0.01;

    public static Markup Render(ReportModel model)
    {
        if (!model.Grid.ColumnsAreMapSizes || model.Results.Sizing is not null || model.Grid.Blocks.All(block => block.Columns.Count < 2))
            return Markup.Empty;
        IEnumerable<Markup> rows =
            from block in model.Grid.Blocks
            from row in model.Grid.Rows
            let cells = block.Columns.Select(column => (Column: column, Cell: block.At(row, column))).Where(one => one.Cell is not null)
                .OrderBy(one => LawLine.SizeOf(one.Column) ?? long.MaxValue).ToArray()
            where cells.Length > 1
            select Table.Row(
                Table.RowHead(string.Join(", ", new[] { model.Grid.RowText(row), block.Title }.Where(text => text.Length > 0))),
                Table.Number(Smallest(cells, half => half.Kept >= Kept)),
                Table.Number(Smallest(cells, half => half.Kept >= Kept && half.Failed is null or <= Failed)),
                Table.Number(cells[0].Cell!.LawEntries));
        Markup table = Table.Of(
            "The smallest map that was run and suffices",
            "small",
            [
                Table.Head("for"), Table.NumberHead("99 % of every group live"), Table.NumberHead("and at most 1 % of newcomers fail"),
                Table.NumberHead("law"),
            ],
            rows);
        return Markup.Of($"""
            <details id="smallest"><summary>How large must the map be?</summary>
            <p>The smallest size of this run from which on, by the estimates, all larger ones do too; `chaos size` searches between them.</p>{table}</details>
            """);
    }

    private static string Smallest((string Column, CellResult? Cell)[] cells, Func<Halves, bool> suffices)
    {
        string? smallest = null;
        foreach ((string column, CellResult? cell) in cells.Reverse())
        {
            if (!suffices(Halves.Of(cell!))) break;
            smallest = column;
        }

        return smallest ?? "none of them";
    }
}
