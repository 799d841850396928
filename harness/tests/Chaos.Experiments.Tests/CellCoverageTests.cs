using System.Globalization;
using Chaos.Benchmarks.Coverage;

namespace Chaos.Experiments.Tests;

/// <summary>
/// Do 95 % intervals hold the truth on the simulator's own cells? The fast version of `measure coverage` (harness/docs/coverage.md): every
/// twentieth cell with few repetitions.
/// </summary>
public sealed class CellCoverageTests
{
    private const int Population = 40, Experiments = 300;

    private static readonly Lazy<CellRuns[]> Cells = new(() =>
        [.. CliffCells.All.Where(cell => cell.Cliff.Flows == 100).Where((_, place) => place % 9 == 4).AsParallel().AsOrdered()
            .Select(cell => cell.Run(Population))]);

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(10)]
    public void Intervals_of_survival_hold_the_truth_on_cells_around_the_cliff(int repetitions)
    {
        CellRuns[] uncertain = [.. Cells.Value.Where(cell => cell.Survival.Distinct().Skip(1).Any())];
        double[] covered = [
            .. uncertain.Select(cell => Resampling.OfShare(cell.Survival, cell.Cell.Cliff.Flows, repetitions, Experiments))];
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join(
            ", ", covered.Select(one => one.ToString("0.000", CultureInfo.InvariantCulture))));

        Assert.True(uncertain.Length >= 4);
        Assert.InRange(covered.Average(), 0.93, 1);
    }

    [Fact]
    public void Intervals_of_differences_hold_the_truth_on_pairs_of_cells()
    {
        CellRuns[] all = Cells.Value;
        double[] covered = [
            .. all.Zip(all.Skip(1)).Where(pair => !pair.First.Survival.SequenceEqual(pair.Second.Survival))
                .Select(pair => Resampling.OfDifference(pair.First.Survival, pair.Second.Survival, 100, 5, Experiments))];

        Assert.InRange(covered.Average(), 0.93, 1);
    }
}
