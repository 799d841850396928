using Chaos.Runs;
using Chaos.Survival;

namespace Chaos.Reports;

/// <summary>
/// A variant that keeps fewer flows than one before it, wherever in the matrix that is sharpest: a better one may hide it.
/// </summary>
internal static class RegressionSentence
{
    /// <summary>With one run a smaller difference may be another seed's luck.</summary>
    private const double SmallestOfOneRun = 0.02;

    /// <param name="model">The run.</param>
    /// <param name="told">The two cells that the sentence before compares.</param>
    /// <returns>Null: there is none.</returns>
    public static string? For(ReportModel model, IReadOnlyList<CellResult> told)
    {
        if (!model.Grid.RowsAreVariants) return null;
        (double Drop, string Text, CellResult Later, CellResult Earlier)? sharpest = null;
        foreach (Column column in Column.Of(model.Grid))
        {
            for (int later = 1; later < column.Rows.Count; later++)
            {
                (string Row, CellResult Cell, Halves Halves) before = column.Rows.Take(later).MaxBy(one => one.Halves.Kept);
                (string Row, CellResult Cell, Halves Halves) now = column.Rows[later];
                double drop = before.Halves.Kept!.Value - now.Halves.Kept!.Value;
                if (drop <= (sharpest?.Drop ?? 0) || !IsSure(now.Cell, before.Cell, drop)) continue;
                sharpest = (
                    drop, $"Regression{column.Where}: {now.Row} keeps {now.Halves.KeptText}, {before.Row} {before.Halves.ShortText}.",
                    now.Cell, before.Cell);
            }
        }

        return sharpest is { } one && !(told.Contains(one.Later) && told.Contains(one.Earlier)) ? one.Text : null;
    }

    private static bool IsSure(CellResult later, CellResult earlier, double drop)
    {
        if (later.Repetitions < 2 || earlier.Repetitions < 2) return drop >= SmallestOfOneRun;
        // The worst groups may differ; the difference of the same group, or of all flows, has to hold.
        IEnumerable<(SurvivalEstimate Later, long LaterFlows, SurvivalEstimate Earlier, long EarlierFlows)> pairs =
            later.Groups.Join(earlier.Groups, one => one.Name, one => one.Name, (now, before) => (
                now.Survival, (long)now.Flows.Total, before.Survival, (long)before.Flows.Total))
            .Append((later.Survival, later.Flows.Total, earlier.Survival, earlier.Flows.Total));
        return drop >= Halves.SmallestDifference && pairs.Any(
            pair => pair.Later.DifferenceTo(pair.LaterFlows, pair.Earlier,
                pair.EarlierFlows)?.IntervalAt(Interval.UsualLevel) is { Upper: < 0 });
    }
}
