using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Sections;

/// <summary>What a run that repeats until all is decided has spent where; nothing for other runs.</summary>
internal static class SpentTable
{
    public static Markup Render(ReportModel model)
    {
        CellResult[] cells = [.. model.Cells.Where(cell => cell.Stopped is not null)];
        if (cells.Length == 0) return Markup.Empty;
        double total = cells.Sum(cell => cell.WallSeconds);
        string budget = cells.Any(cell => cell.Stopped == CellStops.Budget)
            ? " The budget is real time: another machine, or another run, may come further or less far." : "";
        Markup table = Table.Of(
            "What was spent where",
            "",
            [
                Table.Head("cell"), Table.NumberHead("runs"), Table.NumberHead("seconds"), Table.NumberHead("part"),
                Table.Head("stopped, because"),
            ],
            cells.OrderByDescending(cell => cell.WallSeconds).Select(cell => Table.Row(
                Table.CodeHead(cell.Id), Table.Number(cell.Repetitions), Table.Number(Numbers.Plain(Math.Round(cell.WallSeconds, 1))),
                Table.Number(ShareText.Percent(total > 0 ? cell.WallSeconds / total : null)), Table.Cell(CellStops.Text(cell.Stopped)))));
        return Markup.Of($"""
            <details><summary>What was spent where: {cells.Sum(cell => cell.Repetitions)} runs, {Numbers.Plain(Math.Round(total, 1))} s</summary>
            <p>Cells were repeated until every expectation was decided.{budget}</p>
            {table}
            </details>
            """);
    }
}
