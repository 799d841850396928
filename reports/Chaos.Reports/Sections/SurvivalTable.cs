using Chaos.Reports.Charts;
using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Sections;

/// <summary>Survival at the end, as colour and number: one table for all flows, one for each group.</summary>
internal static class SurvivalTable
{
    public static Markup Render(ReportModel model)
    {
        IEnumerable<Markup> blocks = model.Grid.Blocks.Select(block => Markup.Of($"""
            {Title(block)}
            <div class="heats" style="--columns:{block.Columns.Count}">{Heat(model, block, group: null)}{Groups(model, block)}</div>
            """));
        return Markup.Of($"""
            <section id="survival" aria-labelledby="survival-heading">
            <h2 id="survival-heading">Survival at the end of the run</h2>
            <p>Share of watched flows still in their first life {EndText(model)} (Kaplan-Meier estimate, {model.Basis}).
            {IntervalText(model)}</p>
            {Scale()}
            {blocks}
            {ComparisonTable.Render(model)}
            </section>
            """);
    }

    public static Markup Title(GridBlock block) => block.Title.Length == 0 ? Markup.Empty : Markup.Of($"<h3>{block.Title}</h3>");

    private static string IntervalText(ReportModel model) => model.Cells.Any(cell => cell.Survival.Lower is not null)
        ? "In brackets the 95 % interval from the spread between repetitions: flows of one repetition share a table and are not counted "
            + "one by one."
        : "One run has no interval: nothing here says how much another run would differ.";

    private static string EndText(ReportModel model)
    {
        double[] ends = [.. model.Cells.Select(cell => cell.Survival.At).Distinct()];
        return ends.Length == 1 ? $"{Numbers.Duration(ends[0])} after t = 0" : "when their cell's duration had passed";
    }

    private static bool Has(GridBlock block, string group) => block.Cells.Values.Any(cell => Group(cell, group) is not null);

    private static GroupResult? Group(CellResult cell, string name) => cell.Groups.FirstOrDefault(group => group.Name == name);

    /// <summary>One more table per group, where there are several.</summary>
    private static IEnumerable<Markup> Groups(ReportModel model, GridBlock block) => model.GroupNames.Count < 2
        ? []
        : model.GroupNames.Where(name => Has(block, name)).Select(name => Heat(model, block, name));

    private static Markup Heat(ReportModel model, GridBlock block, string? group)
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
                .. block.Columns.Select(column => Cell(block.At(row, column), group, block.NotUnderPressure(column))),
            ]));
        return Table.Frame($"Survival of {group ?? "all flows"}", Markup.Of($"""
            <table class="heat {(group is null ? "all" : "one")}"><caption>{group ?? "all flows"}</caption>
            <colgroup><col>{widths}</colgroup><thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table>
            """));
    }

    /// <summary>Said once over a column where it holds for all of it, else in the cell.</summary>
    private static Markup Calm(bool calm) => calm ? Markup.Of($"""<span class="note">not under pressure</span>""") : Markup.Empty;

    private static Markup Cell(CellResult? cell, string? group, bool calmColumn)
    {
        GroupResult? one = cell is null || group is null ? null : Group(cell, group);
        (SurvivalEstimate? survival, FlowCounts? flows) = group is null ? (cell?.Survival, cell?.Flows) : (one?.Survival, one?.Flows);
        if (cell is null || survival?.Estimate is not { } estimate || flows is null)
            return Markup.Of($"""<td class="empty">{ShareText.None}</td>""");

        Colour colour = Viridis.At(estimate);
        string interval = survival is { Lower: { } lower, Upper: { } upper }
            ? $" ({ShareText.Percent(lower)} to {ShareText.Percent(upper)})"
            : "";
        string counts = $"{Numbers.Count(flows.Survived)} of {Numbers.Count(flows.Total)}{interval}";
        return Markup.Of($"""
            <td style="background:{colour.ToString()};color:{colour.TextOnTop.ToString()}">
            <strong>{ShareText.Percent(estimate)}</strong><span class="note">{counts}</span>{Calm(cell.NotUnderPressure && !calmColumn)}</td>
            """);
    }

    private static Markup Scale()
    {
        IEnumerable<Markup> stops = Enumerable.Range(0, 11).Select(index => Markup.Of(
            $"""<span style="background:{Viridis.At(index / 10.0).ToString()}"></span>"""));
        return Markup.Of(
            $"""<p class="scale" aria-hidden="true"><span>0 %</span><span class="stops">{stops}</span><span>100 % alive</span></p>""");
    }
}
