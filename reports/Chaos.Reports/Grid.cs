using Chaos.Runs;

namespace Chaos.Reports;

/// <summary>
/// The cells laid out as tables: variants down, map sizes across, one block for each combination of the other axes. Where a
/// scenario has other axes, the first ones left take the empty places.
/// </summary>
internal sealed record Grid(string? RowAxis, string? ColumnAxis, IReadOnlyList<string> Rows, IReadOnlyList<GridBlock> Blocks)
{
    public bool RowsAreVariants => RowAxis is not null && IsVariant(RowAxis);

    public static Grid Of(IReadOnlyList<CellResult> cells)
    {
        List<string> axes = [.. cells.SelectMany(cell => cell.Axes).Select(axis => axis.Key).Distinct()];
        string? row = axes.Find(IsVariant);
        string? column = axes.Find(IsMapSize);
        row ??= axes.Find(axis => axis != column);
        column ??= axes.Find(axis => axis != row);

        List<GridBlock> blocks = [];
        foreach (IGrouping<string, CellResult> rest in cells.GroupBy(cell => Title(cell, row, column)))
        {
            blocks.Add(new GridBlock(
                rest.Key,
                Values(rest, column),
                rest.GroupBy(cell => (Value(cell, row), Value(cell, column))).ToDictionary(same => same.Key, same => same.First())));
        }

        return new Grid(row, column, Values(cells, row), blocks);
    }

    /// <summary>E.g. `2560 entries`; empty where there is no such axis.</summary>
    public string ColumnText(string column) => ColumnAxis switch
    {
        null => "",
        _ when IsMapSize(ColumnAxis) => $"{column} entries",
        _ => $"{ColumnAxis} = {column}",
    };

    public string RowText(string row) => RowAxis is null ? "all flows" : RowsAreVariants ? row : $"{RowAxis} = {row}";

    private static bool IsVariant(string axis) => axis is "variant" or "nat.variant";

    private static bool IsMapSize(string axis) => axis is "mapSize" or "nat.map.size";

    private static string Title(CellResult cell, string? row, string? column) => string.Join(
        ", ", cell.Axes.Where(axis => axis.Key != row && axis.Key != column).Select(axis => $"{axis.Key} = {axis.Value}"));

    private static string Value(CellResult cell, string? axis) => cell.Axes.FirstOrDefault(one => one.Key == axis).Value ?? "";

    private static List<string> Values(IEnumerable<CellResult> cells, string? axis) =>
        [.. cells.Select(cell => Value(cell, axis)).Distinct()];
}

/// <summary>One table of the grid.</summary>
/// <param name="Title">The other axes and their values; empty when there are none.</param>
/// <param name="Columns">In plan order.</param>
/// <param name="Cells">By row and column; a matrix need not be full.</param>
internal sealed record GridBlock(
    string Title, IReadOnlyList<string> Columns, IReadOnlyDictionary<(string Row, string Column), CellResult> Cells)
{
    /// <summary>No cell of the column saw an eviction.</summary>
    public bool NotUnderPressure(string column) =>
        Cells.Where(entry => entry.Key.Column == column).All(entry => entry.Value.NotUnderPressure);

    public CellResult? At(string row, string column) => Cells.GetValueOrDefault((row, column));
}
