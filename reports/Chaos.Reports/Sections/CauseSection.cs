using Chaos.Model;
using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Sections;

/// <summary>Why flows died: what endpoints saw as stacked bars, what our NAT knows as a table.</summary>
internal static class CauseSection
{
    public static Markup Render(ReportModel model)
    {
        IEnumerable<Markup> legend = Spelling.All<DeathCause>().Select((cause, index) => Markup.Of(
            $"""<li><span class="swatch c{index}" aria-hidden="true"></span>{cause}</li>"""));
        return Markup.Of($"""
            <section id="causes" aria-labelledby="causes-heading">
            <h2 id="causes-heading">Causes of death</h2>
            <p>What the endpoints saw, as a share of all watched flows of the cell. What is left of a bar was alive when we last looked.</p>
            <ul class="legend" aria-label="Causes">{legend}</ul>
            {Detail.CellsNote(model)}
            {Bars("Causes of death by cell", Detail.Listed(model).Select(cell => Row(Label(model, cell), cell.Flows, cell.Causes, model.AnchorOf(cell))))}
            {PeerNote.For(model.Cells, group: null)}
            {ByGroup(model)}
            {IncidenceFigures.Render(model)}
            {NewcomerTable.Render(model)}
            {MechanismTable.Render(model)}
            </section>
            """);
    }

    /// <summary>The cell as a reader names it, e.g. `2560 entries, baseline`.</summary>
    public static string Label(ReportModel model, CellResult cell)
    {
        string? ValueOf(string? axis) => axis is null ? null : cell.Axes.FirstOrDefault(one => one.Key == axis).Value;
        Grid grid = model.Grid;
        IEnumerable<string> rest = cell.Axes
            .Where(axis => !grid.RowAxes.Contains(axis.Key) && axis.Key != grid.ColumnAxis).Select(axis => $"{axis.Key} = {axis.Value}");
        string[] parts =
        [
            ValueOf(grid.ColumnAxis) is { } column ? grid.ColumnText(column) : "",
            grid.RowAxes.Count > 0 ? grid.RowText(grid.RowOf(cell)) : "",
            .. rest,
        ];
        string label = string.Join(", ", parts.Where(part => part.Length > 0));
        return label.Length == 0 ? cell.Id : label;
    }

    private static Markup Row(string label, FlowCounts flows, EnumCounts<DeathCause> causes, string? anchor = null)
    {
        (string Name, int Count)[] list = [.. causes.ByName];
        string told = string.Join(
            ", ", list.Where(cause => cause.Count > 0).Select(cause => $"{cause.Name} {Numbers.Count(cause.Count)}"));
        IEnumerable<Markup> segments = list.Select((cause, index) =>
            cause.Count == 0 ? Markup.Empty : Segment(cause.Name, index, cause.Count, flows.Total));
        Markup id = anchor is null ? Markup.Empty : Markup.Of($" id=\"{anchor}\"");
        return Table.Row(
            Markup.Of($"""<th scope="row"{id}>{label}</th>"""),
            Markup.Of($"""<td><div class="bar" aria-hidden="true">{segments}</div></td>"""),
            Table.Number($"{Numbers.Count(flows.Died + flows.Refused)} of {Numbers.Count(flows.Total)}"),
            Table.Cell(told.Length == 0 ? "nobody died" : told));
    }

    private static Markup Segment(string cause, int index, int count, int total)
    {
        string width = Numbers.Plain(Math.Round(100.0 * count / total, 3));
        return Markup.Of($"""<span class="c{index}" style="width:{width}%" title="{cause}: {Numbers.Count(count)}"></span>""");
    }

    private static Markup Bars(string caption, IEnumerable<Markup> rows) => Table.Of(
        caption, "bars", [Table.Head("cell"), Table.Head("share of flows"), Table.NumberHead("dead"), Table.Head("causes")], rows);

    private static Markup ByGroup(ReportModel model)
    {
        if (!Detail.ShowsGroups(model)) return Markup.Empty;
        IEnumerable<Markup> rows = model.Cells.SelectMany(
            cell => cell.Groups.Select(group => Row($"{Label(model, cell)}, {group.Name}", group.Flows, group.Causes)));
        return Markup.Of($"<details><summary>The same by group</summary>{Bars("Causes of death by cell and group", rows)}</details>");
    }
}
