using System.Globalization;
using System.Text.Json;

namespace Chaos.Benchmarks.Coverage;

/// <summary>
/// `measure coverage [REPETITIONS [FILE]]`: do 95 % intervals hold the truth on the simulator's own cells? Each of the 200 cells is run so
/// often, and experiments of 3 to 30 repetitions are drawn from its runs. The file keeps the runs: where it exists, nothing is simulated.
/// </summary>
internal static class CoverageStudy
{
    private const int Experiments = 400;

    private static readonly int[] Repetitions = [3, 5, 10, 30];

    /// <param name="repetitions">Of each cell.</param>
    /// <param name="time">Says how long it took.</param>
    /// <param name="file">Keeps the runs; null: they are not kept.</param>
    public static int Print(int repetitions, TimeProvider time, string? file = null)
    {
        long started = time.GetTimestamp();
        CellRuns[] cells = file is not null && File.Exists(file)
            ? JsonSerializer.Deserialize<CellRuns[]>(File.ReadAllText(file))!
            : [.. CliffCells.All.AsParallel().AsOrdered().Select(cell => cell.Run(repetitions))];
        if (file is not null) File.WriteAllText(file, JsonSerializer.Serialize(cells));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{cells.Length} cells x {cells[0].Survival.Length} repetitions in {time.GetElapsedTime(started).TotalSeconds:0} s; survival "
                + $"below 1 % in {cells.Count(cell => cell.Survival.Average() < 0.01)}, 1 % to 99 % in "
                + $"{cells.Count(cell => cell.Survival.Average() is >= 0.01 and <= 0.99)}, above 99 % in "
                + $"{cells.Count(cell => cell.Survival.Average() is > 0.99 and < 1)}, without a death in "
                + $"{cells.Count(cell => cell.Survival.Average() >= 1)}"));
        Console.WriteLine("interval of                  repetitions   all cells   worst cell   cells below 93 %   cells");
        CellRuns[] uncertain = [.. cells.Where(cell => Varies(cell.Survival))];
        Table("survival", uncertain, (cell, count) => Resampling.OfShare(cell.Survival, cell.Cell.Cliff.Flows, count, Experiments), Name);
        CellRuns[] failing = [.. cells.Where(cell => Varies(cell.Failed))];
        Table("newcomers that fail", failing, (cell, count) => Resampling.OfNewcomers(cell.Failed, cell.Decided, count, Experiments), Name);
        (CellRuns First, CellRuns Second)[] pairs = [.. Pairs(cells)];
        Table(
            "differences, paired by seed", pairs,
            (pair, count) =>
                Resampling.OfDifference(pair.First.Survival, pair.Second.Survival, pair.First.Cell.Cliff.Flows, count, Experiments),
            pair => $"{Name(pair.First)} against {pair.Second.Cell.Cliff.Variant}");
        return 0;
    }

    private static bool Varies(double[] shares) => shares.Distinct().Skip(1).Any();

    /// <summary>Each variant against the next one under the same load in the same map, where they differ at all.</summary>
    private static IEnumerable<(CellRuns First, CellRuns Second)> Pairs(CellRuns[] cells) =>
        from load in cells.GroupBy(cell => (cell.Cell.MapSize, cell.Cell.Cliff with { Variant = "" }))
        from pair in load.Zip(load.Skip(1))
        where !pair.First.Survival.SequenceEqual(pair.Second.Survival)
        select pair;

    private static void Table<T>(string what, T[] all, Func<T, int, double> coverage, Func<T, string> name)
    {
        foreach (int repetitions in Repetitions)
        {
            double[] covered = [.. all.AsParallel().AsOrdered().Select(one => coverage(one, repetitions))];
            int worst = Array.IndexOf(covered, covered.Min());
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{what,-30} {repetitions,9}   {covered.Average(),9:0.000}   {covered[worst],10:0.000}   "
                    + $"{covered.Count(one => one < 0.93),16}   {all.Length,5}   worst: {name(all[worst])}"));
        }
    }

    private static string Name(CellRuns cell) => string.Create(
        CultureInfo.InvariantCulture,
        $"{cell.Cell.Cliff.Variant}, {(cell.Cell.Cliff.Answered ? "answered" : "unanswered")}, {cell.Cell.Cliff.Flows} flows, "
            + $"{cell.Cell.MapSize} entries, {cell.Survival.Average():0.00000} alive, {cell.Failed.Average():0.00000} failed");
}
