using Chaos.Model;
using Chaos.Runs;
using Chaos.Scenarios.Cells;

namespace Chaos.Experiments.Running;

/// <summary>The table by second as rows of table.csv: counted from t = 0, and no more rows than anybody can see.</summary>
internal static class TableSeries
{
    private const long Second = 1_000_000_000;

    /// <param name="cell">The point of the matrix.</param>
    /// <param name="repetition">From 1.</param>
    /// <param name="bySecond">At t = 0, after each second, and at the end; empty where the target reports none.</param>
    public static IEnumerable<TableSample> Of(Cell cell, int repetition, IReadOnlyList<TableCounters> bySecond)
    {
        long duration = cell.Scenario.Duration.Ticks * TimeSpan.NanosecondsPerTick;
        int step = (bySecond.Count + TableSample.MostOfRepetition - 2) / (TableSample.MostOfRepetition - 1);
        for (int place = 0; place < bySecond.Count; place++)
        {
            if (place % step != 0 && place != bySecond.Count - 1) continue;
            (TableCounters now, TableCounters zero) = (bySecond[place], bySecond[0]);
            // A table that was made anew counts from 0 again.
            yield return new TableSample(
                cell.Id, repetition, Math.Min(place * Second, duration), now.Entries, now.Capacity, Since(now.Evictions, zero.Evictions),
                Since(now.Refusals, zero.Refusals), Since(now.RestoredReverse, zero.RestoredReverse),
                Since(now.RestoredOriginal, zero.RestoredOriginal), Since(now.AllocationFailures, zero.AllocationFailures),
                now.WatchedHalves);
        }
    }

    private static long Since(long now, long zero) => now >= zero ? now - zero : now;
}
