using Chaos.Runs;

namespace Chaos.Reports;

/// <summary>
/// The cells laid out as tables: NATs or else variants down, map sizes across, one block for each combination of the other axes. Where
/// a scenario has other axes, the first ones left take the empty places.
/// </summary>
/// <param name="RowAxes">Whose values together name a row; empty: there is one row.</param>
/// <param name="ColumnAxis">Null: there is one column.</param>
/// <param name="Rows">In plan order.</param>
/// <param name="Blocks">In plan order.</param>
internal sealed record Grid(
    IReadOnlyList<string> RowAxes, string? ColumnAxis, IReadOnlyList<string> Rows, IReadOnlyList<GridBlock> Blocks)
{
    /// <summary>A row of several axes is named by its values in this order: `csharp in docker`.</summary>
    private static readonly string[] NatAxes = ["nat.target", "backend", Comparing.RunComparison.Axis];

    public static Grid Of(IReadOnlyList<CellResult> cells)
    {
        List<string> axes = [.. cells.SelectMany(cell => cell.Axes).Select(axis => axis.Key).Distinct()];
        string? column = axes.Find(IsMapSize);
        string[] nats = [.. NatAxes.Where(axis => Values(cells, [axis]).Count > 1)];
        // Runs that are compared are laid over each other, whatever else differs inside them.
        if (nats.Contains(Comparing.RunComparison.Axis)) nats = [Comparing.RunComparison.Axis];
        string[] rows = nats.Length > 0 ? nats
            : [.. new[] { axes.Find(IsVariant) ?? axes.Find(axis => axis != column) }.OfType<string>()];
        column ??= axes.Find(axis => !rows.Contains(axis));

        string[] columns = [.. new[] { column }.OfType<string>()];
        List<GridBlock> blocks = [];
        foreach (IGrouping<string, CellResult> rest in cells.GroupBy(cell => Title(cell, [.. rows, .. columns])))
        {
            blocks.Add(new GridBlock(
                rest.Key,
                Values(rest, columns),
                rest.GroupBy(cell => (Value(cell, rows), Value(cell, columns))).ToDictionary(same => same.Key, same => same.First())));
        }

        return new Grid(rows, column, Values(cells, rows), blocks);
    }

    /// <summary>The row that a cell is in.</summary>
    public string RowOf(CellResult cell) => Value(cell, RowAxes);

    /// <summary>E.g. `2560 entries`; empty where there is no such axis.</summary>
    public string ColumnText(string column) => ColumnAxis switch
    {
        null => "",
        _ when IsMapSize(ColumnAxis) => $"{column} entries",
        _ => $"{ColumnAxis} = {column}",
    };

    public string RowText(string row) => RowAxes switch
    {
        [] => "all flows",
        [string axis] when !IsVariant(axis) && !NatAxes.Contains(axis) => $"{axis} = {row}",
        _ => row,
    };

    /// <summary>Rows are variants, of which later ones should do better.</summary>
    public bool RowsAreVariants => RowAxes is [string axis] && IsVariant(axis);

    /// <summary>Columns are sizes of the map.</summary>
    public bool ColumnsAreMapSizes => ColumnAxis is { } axis && IsMapSize(axis);

    /// <summary>A column with what else names it, e.g. `2560 entries, rtt = 20ms`.</summary>
    public string PlaceText(GridBlock block, string column) =>
        string.Join(", ", new[] { ColumnText(column), block.Title }.Where(text => text.Length > 0));

    private static bool IsVariant(string axis) => axis is "variant" or "nat.variant";

    private static bool IsMapSize(string axis) => axis is "mapSize" or "nat.map.size";

    private static string Title(CellResult cell, IReadOnlyList<string> laidOut) => string.Join(
        ", ", cell.Axes.Where(axis => !laidOut.Contains(axis.Key)).Select(axis => $"{axis.Key} = {axis.Value}"));

    private static string Value(CellResult cell, IReadOnlyList<string> axes) => string.Join(
        " in ", axes.Select(axis => cell.Axes.FirstOrDefault(one => one.Key == axis).Value ?? ""));

    private static List<string> Values(IEnumerable<CellResult> cells, IReadOnlyList<string> axes) =>
        [.. cells.Select(cell => Value(cell, axes)).Distinct()];
}

/// <summary>One table of the grid.</summary>
/// <param name="Title">The other axes and their values; empty when there are none.</param>
/// <param name="Columns">In plan order.</param>
/// <param name="Cells">By row and column; a matrix need not be full.</param>
internal sealed record GridBlock(
    string Title, IReadOnlyList<string> Columns, IReadOnlyDictionary<(string Row, string Column), CellResult> Cells)
{
    /// <summary>Cells of a column, in plan order.</summary>
    public IReadOnlyList<CellResult> Of(string column) =>
        [.. Cells.Where(entry => entry.Key.Column == column).Select(entry => entry.Value)];

    /// <summary>No cell of the column saw an eviction.</summary>
    public bool NotUnderPressure(string column) =>
        Of(column).All(cell => cell.NotUnderPressure);

    public CellResult? At(string row, string column) => Cells.GetValueOrDefault((row, column));
}
