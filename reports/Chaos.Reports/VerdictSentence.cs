using Chaos.Reports.Text;
using Chaos.Runs;
using Chaos.Survival;

namespace Chaos.Reports;

/// <summary>The run in two or three sentences, made from its numbers: who is kept, and what newcomers pay for it.</summary>
internal static class VerdictSentence
{
    private const string Baseline = "baseline";

    public static string For(ReportModel model)
    {
        if (model.Results.Invalid.Count > 0)
            return $"The run says nothing, whatever its numbers: {string.Join("; ", model.Results.Invalid)}.";

        Contrast? sharpest = null;
        foreach (Contrast contrast in Column.Of(model.Grid).Select(Compare))
            sharpest = sharpest is null || contrast.Difference > sharpest.Value.Difference ? contrast : sharpest;
        string kept = sharpest switch
        {
            null => Single(model.Cells),
            { Difference: < Halves.SmallestDifference } => Same(model),
            { } contrast => contrast.Text,
        };
        bool differs = sharpest is { Difference: >= Halves.SmallestDifference };
        return NewcomerSentence.For(model, differs ? sharpest!.Value.Rows : []) is { } newcomers ? $"{kept} {newcomers}" : kept;
    }

    /// <summary>How many expectations did not pass, with the first that failed; null when all did.</summary>
    public static string? Shortfall(RunResults results)
    {
        ExpectationResult[] failed = [.. results.Expectations.Where(one => one.Verdict == Verdict.Fail)];
        int unknown = results.Expectations.Count(one => one.Verdict == Verdict.Unknown && !one.NotJudged);
        if (ExpectationResult.PartText(results.Expectations) is { } part && failed.Length + unknown == 0) return $"{part}.";
        if (failed.Length + unknown == 0) return null;
        string counts = $"{failed.Length} failed and {unknown} unknown of {Numbers.Plural(results.Expectations.Count, "expectation")}";
        return failed.Length == 0 ? $"{counts}." : $"{counts}; first: {failed[0].Text}, observed {failed[0].Observed}.";
    }

    /// <summary>
    /// The best row against `baseline`, or against the worst one. Of equals in survival, the one that newcomers pay least for is best.
    /// </summary>
    private static Contrast Compare(Column column)
    {
        (string Row, CellResult Cell, Halves Halves) best =
            column.Rows.OrderByDescending(one => one.Halves.Kept).ThenBy(one => one.Halves.Failed ?? 0).First();
        (string Row, CellResult Cell, Halves Halves) least =
            column.Rows.FirstOrDefault(one => one.Row == Baseline) is { Row: not null } baseline ? baseline
            : column.Rows.MinBy(one => one.Halves.Kept);
        string[] equals =
        [
            .. column.Rows.Where(one => (one.Halves.Kept, one.Halves.Failed) == (best.Halves.Kept, best.Halves.Failed))
                .Select(one => one.Row),
        ];
        return new Contrast(equals, best.Halves, best.Cell, least.Row, least.Halves, least.Cell, column.Where);
    }

    private static string Same(ReportModel model)
    {
        Halves[] all = [.. model.Cells.Select(Halves.Of)];
        string duration = Numbers.Duration(model.Cells.Max(cell => cell.Survival.At));
        Halves least = all.MinBy(one => one.Kept), most = all.MaxBy(one => one.Kept);
        return least.Kept == most.Kept
            ? $"No difference in survival: {least.KeptText} live for {duration} in every cell."
            : $"Survival hardly differs inside any column: {least.ShortText} to {most.KeptText} live for {duration}.";
    }

    private static string Single(IReadOnlyList<CellResult> all) => all.Where(cell => cell.Survival.Estimate is not null).ToArray() switch
    {
        [] => "No flow was observed to the end.",
        [CellResult only] => $"{Halves.Of(only).KeptText} live for {Numbers.Duration(only.Survival.At)} "
            + $"({Numbers.Count(only.Flows.Survived)} of {Numbers.Count(only.Flows.Total)} in all).",
        CellResult[] several => $"{several.Select(Halves.Of).MinBy(one => one.Kept).ShortText} to "
            + $"{several.Select(Halves.Of).MaxBy(one => one.Kept).KeptText} live for {Numbers.Duration(several[0].Survival.At)}.",
    };

    private readonly record struct Contrast(
        string[] Best, Halves Most, CellResult MostCell, string Worst, Halves Least, CellResult LeastCell, string Where)
    {
        public double Difference => Most.Kept!.Value - Least.Kept!.Value;

        /// <summary>Cells whose survival and newcomers are both in the sentence.</summary>
        public CellResult[] Rows => TellsNewcomers ? [MostCell, LeastCell] : [];

        public string Text
        {
            get
            {
                string kept = $"{RowNames.With(Best, "keeps", "keep")} {Most.KeptText} for {Numbers.Duration(MostCell.Survival.At)}{Where}";
                if (!TellsNewcomers) return $"{kept}; {Worst} {Least.ShortText}.";
                bool pays = Most.Failed >= Least.Failed + Halves.SmallestDifference;
                string fail = RowNames.Verb(Best, "fails", "fail");
                return $"{kept} {(pays ? "but" : "and")} {fail} {ShareText.Percent(Most.Failed)} of newcomers; "
                    + $"{Worst} {Least.ShortText} and {ShareText.Percent(Least.Failed)}.";
            }
        }

        private bool TellsNewcomers =>
            Most.Failed is { } mine && Least.Failed is { } its && Math.Max(mine, its) >= Halves.SmallestDifference;
    }
}
