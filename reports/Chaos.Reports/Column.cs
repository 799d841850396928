using Chaos.Runs;

namespace Chaos.Reports;

/// <summary>Cells that differ in their row alone: one column of a block of the grid, where variants are compared.</summary>
/// <param name="Where">E.g. `at 2560 entries, rtt = 20ms`; empty where there is one column only.</param>
/// <param name="Rows">Cells with an estimate, in row order, by the text of their row.</param>
internal sealed record Column(string Where, IReadOnlyList<(string Row, CellResult Cell, Halves Halves)> Rows)
{
    /// <summary>In plan order; columns with fewer than two rows compare nothing and are left out.</summary>
    public static IEnumerable<Column> Of(Grid grid) =>
        from block in grid.Blocks
        from name in block.Columns
        let rows = Read(grid, block, name)
        where rows.Count > 1
        let place = grid.PlaceText(block, name)
        select new Column(place.Length == 0 ? "" : $" at {place}", rows);

    private static IReadOnlyList<(string Row, CellResult Cell, Halves Halves)> Read(Grid grid, GridBlock block, string column) =>
    [
        .. from row in grid.Rows
           let cell = block.At(row, column)
           where cell?.Survival.Estimate is not null
           select (grid.RowText(row), cell, Halves.Of(cell)),
    ];
}
