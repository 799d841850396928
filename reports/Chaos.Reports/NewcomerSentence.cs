using Chaos.Runs;

namespace Chaos.Reports;

/// <summary>What newcomers pay, in one sentence that also says what is kept for it.</summary>
internal static class NewcomerSentence
{
    /// <param name="model">The run.</param>
    /// <param name="told">Cells whose survival and newcomers are both in the sentence before.</param>
    /// <returns>Null: nothing to add.</returns>
    public static string? For(ReportModel model, IReadOnlyList<CellResult> told)
    {
        double[] all = [.. model.Cells.Select(cell => Halves.Of(cell).Failed).OfType<double>()];
        if (all.Length == 0)
            return model.Cells.Any(cell => cell.Pressure?.Unobserved > 0)
                ? "The pressure waits for no answer, so nobody can see whether newcomers fail." : null;
        if (all.Max() == 0) return "No newcomer fails.";
        Column? sharpest = Column.Of(model.Grid).MaxBy(Difference);
        if (sharpest is null || Difference(sharpest) < Halves.SmallestDifference)
            return told.Count > 0 ? null : all.Min() == all.Max() ? $"{ShareText.Percent(all.Max())} of newcomers fail."
                : $"{ShareText.Percent(all.Min())} to {ShareText.Percent(all.Max())} of newcomers fail.";

        (string Row, CellResult Cell, Halves Halves)[] seen = [.. sharpest.Rows.Where(one => one.Halves.Failed is not null)];
        (string Row, CellResult Cell, Halves Halves) most = seen.MaxBy(one => one.Halves.Failed);
        // Of those that fail fewest, the one that keeps most.
        (string Row, CellResult Cell, Halves Halves) fewest =
            seen.OrderBy(one => one.Halves.Failed).ThenByDescending(one => one.Halves.Kept).First();
        if (told.Contains(most.Cell) && told.Contains(fewest.Cell)) return null;
        string[] worst = [.. seen.Where(one => one.Halves.Failed == most.Halves.Failed).Select(one => one.Row)];
        string fail = RowNames.With(worst, "fails", "fail");
        return $"Newcomers pay{sharpest.Where}: {fail} {ShareText.Percent(most.Halves.Failed)} of them and "
            + $"{RowNames.Verb(worst, "keeps", "keep")} {most.Halves.KeptText}; "
            + $"{fewest.Row} fails {ShareText.Percent(fewest.Halves.Failed)} and keeps {fewest.Halves.ShortText}.";
    }

    private static double Difference(Column column)
    {
        double[] failed = [.. column.Rows.Select(one => one.Halves.Failed).OfType<double>()];
        return failed.Length < 2 ? 0 : failed.Max() - failed.Min();
    }
}
