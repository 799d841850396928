using Chaos.Runs;
using Chaos.Scenarios;

namespace Chaos.Harness.Judging;

/// <summary>Two cells that differ in their variant alone.</summary>
/// <param name="First">With the first variant of the comparison.</param>
/// <param name="Second">With the second.</param>
internal sealed record CellPair(JudgedCell First, JudgedCell Second);

/// <summary>A cell of the plan and what came of it.</summary>
internal sealed record JudgedCell(Cell Cell, CellResult Result);

/// <summary>Which cells an expectation speaks of.</summary>
internal static class CellPairs
{
    public const string VariantAxis = "variant";

    public static bool Matches(Cell cell, Expectation expectation) => expectation.Where.All(wanted => cell.ValueOf(wanted.Key) == wanted.Value);

    /// <summary>One pair for each set of the other axes.</summary>
    public static IEnumerable<(T First, T Second)> Of<T>(ComparisonExpectation expectation, IReadOnlyList<T> cells, Func<T, Cell> cellOf) =>
        from first in cells
        where cellOf(first).ValueOf(VariantAxis) == expectation.First && Matches(cellOf(first), expectation)
        from second in cells
        where cellOf(second).ValueOf(VariantAxis) == expectation.Second && SameButVariant(cellOf(first), cellOf(second))
        select (first, second);

    public static IEnumerable<KeyValuePair<string, string>> AxesButVariant(Cell cell) => cell.Axes.Where(axis => axis.Key != VariantAxis);

    private static bool SameButVariant(Cell left, Cell right) => AxesButVariant(left).SequenceEqual(AxesButVariant(right));

    /// <summary>The value of an axis as spelled in the file; empty if the matrix has no such axis.</summary>
    private static string ValueOf(this Cell cell, string axis) => cell.Axes.FirstOrDefault(entry => entry.Key == axis).Value ?? "";
}
