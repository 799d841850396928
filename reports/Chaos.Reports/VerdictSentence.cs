using Chaos.Reports.Text;
using Chaos.Runs;
using Chaos.Survival;

namespace Chaos.Reports;

/// <summary>The run in one sentence, made from its numbers.</summary>
internal static class VerdictSentence
{
    /// <summary>Less than this between the variants is called no difference.</summary>
    private const double SmallestDifference = 0.005;

    public static string For(ReportModel model)
    {
        if (model.Results.Invalid.Count > 0)
            return $"The run says nothing, whatever its numbers: {string.Join("; ", model.Results.Invalid)}.";

        Contrast? sharpest = null;
        foreach (Contrast contrast in Contrasts(model.Grid))
            sharpest = sharpest is null || contrast.Difference > sharpest.Value.Difference ? contrast : sharpest;
        return sharpest switch
        {
            null => Single(model.Cells),
            { Difference: < SmallestDifference } => Same(model),
            { } contrast => Tell(contrast),
        };
    }

    /// <summary>How many expectations did not pass, with the first that failed; null when all did.</summary>
    public static string? Shortfall(RunResults results)
    {
        ExpectationResult[] failed = [.. results.Expectations.Where(one => one.Verdict == Verdict.Fail)];
        int unknown = results.Expectations.Count(one => one.Verdict == Verdict.Unknown);
        if (failed.Length + unknown == 0) return null;
        string counts = $"{failed.Length} failed and {unknown} unknown of {Numbers.Plural(results.Expectations.Count, "expectation")}";
        return failed.Length == 0 ? $"{counts}." : $"{counts}; first: {failed[0].Text}, observed {failed[0].Observed}.";
    }

    /// <summary>The best row against `baseline`, or against the worst one, for each column that has two rows with a number.</summary>
    private static IEnumerable<Contrast> Contrasts(Grid grid)
    {
        foreach (GridBlock block in grid.Blocks)
        {
            foreach (string column in block.Columns)
            {
                (string Row, CellResult Cell)[] rows =
                [
                    .. grid.Rows.Select(row => (row, block.At(row, column)))
                        .Where(entry => entry.Item2?.Survival.Estimate is not null).Select(entry => (entry.row, entry.Item2!)),
                ];
                if (rows.Length < 2) continue;
                CellResult most = rows.MaxBy(entry => entry.Cell.Survival.Estimate).Cell;
                string[] best =
                [
                    .. rows.Where(entry => entry.Cell.Survival.Estimate == most.Survival.Estimate).Select(entry => grid.RowText(entry.Row)),
                ];
                (string worst, CellResult least) = rows.FirstOrDefault(entry => entry.Row == "baseline") is { Cell: not null } baseline
                    ? baseline
                    : rows.MinBy(entry => entry.Cell.Survival.Estimate);
                string where = string.Join(", ", new[] { grid.ColumnText(column), block.Title }.Where(text => text.Length > 0));
                yield return new Contrast(best, most, grid.RowText(worst), least, where);
            }
        }
    }

    private static string Tell(Contrast contrast)
    {
        string at = contrast.Where.Length == 0 ? "" : $" at {contrast.Where}";
        return $"{Together(contrast.Best)} {ShareText.Percent(contrast.Most.Survival.Estimate)} of flows for "
            + $"{Numbers.Duration(contrast.Most.Survival.At)}{at}; {contrast.Worst} {ShareText.Percent(contrast.Least.Survival.Estimate)}.";
    }

    /// <summary>Names and their verb: `A keeps`, `A and B keep`, `A and 3 others keep`.</summary>
    private static string Together(string[] names) => names switch
    {
        [string one] => $"{one} keeps",
        [string one, string other] => $"{one} and {other} keep",
        _ => $"{names[0]} and {names.Length - 1} others keep",
    };

    private static string Same(ReportModel model)
    {
        double?[] estimates = [.. model.Cells.Select(cell => cell.Survival.Estimate)];
        string duration = Numbers.Duration(model.Cells.Max(cell => cell.Survival.At));
        return estimates.Min() == estimates.Max()
            ? $"No difference: {ShareText.Percent(estimates.Min())} of flows live for {duration} in every cell."
            : $"No difference worth the name inside any column: {ShareText.Percent(estimates.Min())} to "
                + $"{ShareText.Percent(estimates.Max())} of flows live for {duration}.";
    }

    private static string Single(IReadOnlyList<CellResult> all) => all.Where(cell => cell.Survival.Estimate is not null).ToArray() switch
    {
        [] => "No flow was observed to the end.",
        [CellResult only] => $"{ShareText.Percent(only.Survival.Estimate)} of flows live for {Numbers.Duration(only.Survival.At)} "
            + $"({Numbers.Count(only.Flows.Survived)} of {Numbers.Count(only.Flows.Total)}).",
        CellResult[] several => $"{ShareText.Percent(several.Min(cell => cell.Survival.Estimate))} to "
            + $"{ShareText.Percent(several.Max(cell => cell.Survival.Estimate))} of flows live "
            + $"for {Numbers.Duration(several[0].Survival.At)}.",
    };

    private readonly record struct Contrast(string[] Best, CellResult Most, string Worst, CellResult Least, string Where)
    {
        public double Difference => Most.Survival.Estimate!.Value - Least.Survival.Estimate!.Value;
    }
}
