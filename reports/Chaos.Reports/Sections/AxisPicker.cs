using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Sections;

/// <summary>
/// Heat maps over any two axes, one for each value of a third: the script draws them from the cells as data. Without it, the tables of all
/// cells below say the same.
/// </summary>
internal static class AxisPicker
{
    public static Markup Render(ReportModel model)
    {
        string[] axes = [.. model.Cells.SelectMany(cell => cell.Axes).Select(axis => axis.Key).Distinct()];
        var data = new
        {
            axes = axes.Select(axis => new
            {
                name = axis,
                values = model.Cells.Select(cell => ValueOf(cell, axis)).Distinct(),
                isSize = axis is "mapSize" or "nat.map.size",
            }),
            rowAxes = model.Grid.RowAxes,
            columnAxis = model.Grid.ColumnAxis,
            groups = model.GroupNames.Count > 1 ? model.GroupNames : [],
            cells = model.Cells.Select(cell => new
            {
                at = axes.Select(axis => ValueOf(cell, axis)),
                anchor = model.AnchorOf(cell),
                kept = Halves.Of(cell).Kept,
                all = cell.Survival.Estimate,
                failed = cell.Pressure?.FailedEstimate,
                groups = model.GroupNames.Count > 1
                    ? model.GroupNames.Select(name => cell.Groups.FirstOrDefault(group => group.Name == name)?.Survival.Estimate) : [],
                law = cell.LawEntries,
                size = axes.Where(axis => axis is "mapSize" or "nat.map.size").Select(axis => LawLine.SizeOf(ValueOf(cell, axis)))
                    .FirstOrDefault(),
                calm = cell.NotUnderPressure,
            }),
        };
        return Markup.Of($"""
            <div id="maps" hidden></div>
            <script type="application/json" id="map-data">{Markup.Json(data)}</script>
            """);
    }

    private static string ValueOf(CellResult cell, string axis) => cell.Axes.FirstOrDefault(one => one.Key == axis).Value ?? "";
}
