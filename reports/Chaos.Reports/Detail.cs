using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports;

/// <summary>
/// How much of a large matrix the page shows, so that it opens at once: shares of all cells, and curves and counts of the first ones. A run
/// of some hundred cells shows everything.
/// </summary>
internal static class Detail
{
    /// <summary>Rows of a table that has one for each cell; with more cells, groups have no tables of their own either.</summary>
    public const int MostCells = 400;

    /// <summary>Columns of the grid whose curves are drawn, where there are more cells than that.</summary>
    public const int MostColumns = 12;

    public static IReadOnlyList<CellResult> Listed(ReportModel model) =>
        model.Cells.Count <= MostCells ? model.Cells : [.. model.Cells.Take(MostCells)];

    public static bool ShowsGroups(ReportModel model) => model.GroupNames.Count > 1 && model.Cells.Count <= MostCells;

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
