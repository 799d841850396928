using Chaos.Runs;
using Chaos.Survival;
using Chaos.Survival.Repeating;

namespace Chaos.Reports;

/// <summary>
/// With repetitions, every row of the grid against the first one, column by column, where the scenario has not compared them.
/// </summary>
internal static class PairComparison
{
    public static IEnumerable<ComparisonResult> AgainstFirst(ReportModel model)
    {
        if (model.Grid.RowAxes is not [string along] || model.Cells.All(cell => cell.Repetitions < 2)) yield break;
        HashSet<string> told = [.. model.Results.Comparisons.Select(Key)];
        foreach (GridBlock block in model.Grid.Blocks)
        {
            foreach (string column in block.Columns)
            {
                IReadOnlyList<CellResult> cells =
                    [.. model.Grid.Rows.Select(row => block.At(row, column)).OfType<CellResult>().Where(cell => cell.Repetitions > 1)];
                foreach (ComparisonResult one in cells.Skip(1).SelectMany(cell => Both(along, cell, cells[0])))
                    if (told.Add(Key(one)))
                        yield return one;
            }
        }
    }

    /// <summary>A difference with interval and p, both null where it cannot be had.</summary>
    public static ComparisonResult Of(
        string along, (string Name, ShareEstimate Share, long Flows) first, (string Name, ShareEstimate Share, long Flows) second,
        IReadOnlyList<KeyValuePair<string, string>> where, string of)
    {
        DifferenceSample? difference = first.Share.DifferenceTo(first.Flows, second.Share, second.Flows);
        Interval? interval = difference?.IntervalAt(Interval.UsualLevel);
        return new ComparisonResult(
            first.Name, second.Name, where, first.Share.Estimate - second.Share.Estimate, interval?.Lower, interval?.Upper,
                difference?.PValue)
        {
            Of = of, Along = along,
        };
    }

    private static IEnumerable<ComparisonResult> Both(string along, CellResult cell, CellResult first)
    {
        string ValueOf(CellResult one) => one.Axes.First(axis => axis.Key == along).Value;
        KeyValuePair<string, string>[] where = [.. cell.Axes.Where(axis => axis.Key != along)];
        yield return Of(
            along, (ValueOf(cell), cell.Survival, cell.Flows.Total), (ValueOf(first), first.Survival, first.Flows.Total), where,
            ComparisonResult.OfSurvival);
        if (cell.Pressure is { FailedShare.Estimate: not null } mine && first.Pressure is { FailedShare.Estimate: not null } its)
        {
            yield return Of(
                along, (ValueOf(cell), mine.FailedShare.Complement(), mine.Decided),
                    (ValueOf(first), its.FailedShare.Complement(), its.Decided),
                where, ComparisonResult.OfNewcomers);
        }
    }

    private static string Key(ComparisonResult one) =>
        string.Join('\n', [one.Along, one.Better, one.Than, one.Of, .. one.Where.Select(axis => $"{axis.Key}={axis.Value}")]);
}
