using Chaos.Reports.Charts;
using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Sections;

/// <summary>
/// Survival at the end and newcomers that fail, as colour and number: a table each for all flows, and one for each group.
/// </summary>
internal static class SurvivalTable
{
    public static Markup Render(ReportModel model)
    {
        IReadOnlyList<HeatTable> halves = [.. Halves(model)], groups = [.. Groups(model)];
        IEnumerable<Markup> blocks = Detail.Tabled(model).Select(block => Markup.Of($"""
            {Title(block)}
            <div class="halves" style="--columns:{block.Columns.Count}">{halves.Select(table => table.Render(model, block))}</div>
            <div class="heats" style="--columns:{block.Columns.Count}">{groups.Select(table => table.Render(model, block))}</div>
            """));
        Markup tables = model.Grid.Blocks.Count <= 1 ? Markup.Join(blocks) : Markup.Of($"""
            {AxisPicker.Render(model)}
            <details id="all-cells"><summary>Cells as tables</summary>{Detail.CellsNote(model)}{blocks}</details>
            """);
        return Markup.Of($"""
            <section id="survival" aria-labelledby="survival-heading">
            <h2 id="survival-heading">Who lives, and who pays</h2>
            <p>Survival: share of watched flows still in their first life {EndText(model)} (Kaplan-Meier estimate, {model.Basis}).
            Newcomers: share of the short flows that started after t = 0 and failed, of those whose fate their client saw.
            {IntervalText(model)} {RoundTrip(model)}</p>
            {Scale()}
            {tables}
            {LawLine.Note(model)}
            {SmallestTable.Render(model)}
            {ComparisonTable.Render(model)}
            </section>
            """);
    }

    public static Markup Title(GridBlock block) => block.Title.Length == 0 ? Markup.Empty : Markup.Of($"<h3>{block.Title}</h3>");

    private static string IntervalText(ReportModel model) => model.Cells.Any(cell => cell.Survival.Lower is not null)
        ? "Behind the counts the 95 % interval from the spread between repetitions: flows of one repetition share a table and are not "
            + "counted "
            + "one by one."
        : "One run has no interval: nothing here says how much another run would differ.";

    private static string EndText(ReportModel model)
    {
        double[] ends = [.. model.Cells.Select(cell => cell.Survival.At).Distinct()];
        return ends.Length == 1 ? $"{Numbers.Duration(ends[0])} after t = 0" : "when their cell's duration had passed";
    }

    private static string RoundTrip(ReportModel model) => RoundTripText.Of(model.Cells.Select(cell => cell.RoundTripSeconds)) is { } text
        ? $"Round trip through the links: {text}." : "";

    /// <summary>Survival of the watched and failure of the newcomers, side by side.</summary>
    private static IEnumerable<HeatTable> Halves(ReportModel model)
    {
        yield return new HeatTable("survival of all flows", "all", cell => new Heat(cell.Survival, cell.Flows.Survived, cell.Flows.Total));
        if (model.PressureNames.Count > 0) yield return new HeatTable("newcomers that fail", "all", cell => Newcomers(cell.Pressure));
    }

    /// <summary>The groups of each half, where there are several.</summary>
    private static IEnumerable<HeatTable> Groups(ReportModel model)
    {
        if (!Detail.ShowsGroups(model)) yield break;
        if (model.GroupNames.Count > 1)
            foreach (string name in model.GroupNames)
                yield return new HeatTable($"survival of {name}", "one", cell => Group(cell, name));
        if (model.PressureNames.Count > 1)
            foreach (string name in model.PressureNames)
                yield return new HeatTable(
                    $"{name} that fail", "one", cell => Newcomers(cell.Pressure?.Groups.FirstOrDefault(group => group.Name == name)));
    }

    private static Heat? Group(CellResult cell, string name) => cell.Groups.FirstOrDefault(group => group.Name == name) is { } group
        ? new Heat(group.Survival, group.Flows.Survived, group.Flows.Total) : null;

    private static Heat? Newcomers(NewcomerResult? newcomers) => newcomers is { FailedShare: { } share }
        ? new Heat(share, newcomers.Failed, newcomers.Decided, LessIsBetter: true) : null;

    private static Markup Scale()
    {
        IEnumerable<Markup> stops = Enumerable.Range(0, 11).Select(index => Markup.Of(
            $"""<span style="background:{Viridis.At(index / 10.0).ToString()}"></span>"""));
        return Markup.Of(
            $"""<p class="scale" aria-hidden="true"><span>0 % alive, 100 % of newcomers fail</span><span class="stops">{stops}</span><span>100 % alive, no newcomer fails</span></p>""");
    }
}
