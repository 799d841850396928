using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports;

/// <summary>
/// How much of a large matrix the page shows, so that it opens at once: shares of all cells, and curves and counts of the first ones. A run
/// of some dozen cells shows everything.
/// </summary>
internal static class Detail
{
    /// <summary>Rows of a table that has one for each cell; with more cells, groups have no tables of their own either.</summary>
    public const int MostCells = 600;

    /// <summary>Columns of the grid whose curves are drawn.</summary>
    private const int MostColumns = 40;

    /// <summary>Columns whose curves stand open; with more of them each is folded under its name.</summary>
    private const int MostOpen = 4;

    /// <summary>Cells whose groups have curves of their own.</summary>
    private const int MostGroupCells = 120;

    public static IReadOnlyList<CellResult> Listed(ReportModel model) =>
        model.Cells.Count <= MostCells ? model.Cells : [.. model.Cells.Take(MostCells)];

    /// <summary>Blocks of the grid that have tables: as many as have so many cells.</summary>
    public static IEnumerable<GridBlock> Tabled(ReportModel model)
    {
        int cells = 0;
        return model.Grid.Blocks.TakeWhile(block => (cells += block.Cells.Count) <= MostCells || cells == block.Cells.Count);
    }

    public static bool ShowsGroups(ReportModel model) => model.GroupNames.Count > 1 && model.Cells.Count <= MostGroupCells;

    /// <summary>Columns with curves in plan order: the first ones, and in any case the one that decides.</summary>
    public static IReadOnlyList<(GridBlock Block, string Column)> Drawn(ReportModel model)
    {
        (GridBlock Block, string Column)[] all =
            [.. model.Grid.Blocks.SelectMany(block => block.Columns.Select(column => (block, column)))];
        if (all.Length <= MostColumns) return all;
        (GridBlock Block, string Column)? decides = Deciding.ColumnOf(model);
        return [.. all.Where((column, place) => place < MostColumns || column == decides)];
    }

    public static bool IsFolded(int columns) => columns > MostOpen;

    /// <summary>A sentence where not all cells are listed.</summary>
    public static Markup CellsNote(ReportModel model) => model.Cells.Count <= MostCells ? Markup.Empty : Markup.Of($"""
        <p>The first {Numbers.Count(MostCells)} of {Numbers.Count(model.Cells.Count)} cells; results.json has them all, and a run with --only or
        --axis shows others.</p>
        """);

    /// <summary>A sentence where not all curves are drawn.</summary>
    public static Markup FiguresNote(int drawn, int all) => drawn == all ? Markup.Empty : Markup.Of($"""
        <p>The first {Numbers.Count(drawn)} of {Numbers.Count(all)} charts; flows.csv has all flows, and a run with --only or --axis draws
        others.</p>
        """);
}
