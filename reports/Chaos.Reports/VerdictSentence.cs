using Chaos.Reports.Text;
using Chaos.Runs;
using Chaos.Survival;

namespace Chaos.Reports;

/// <summary>The run in two or three sentences, made from its numbers: who is kept, who got worse, and what newcomers pay for it.</summary>
internal static class VerdictSentence
{
    private const string Baseline = "baseline";

    public static string For(ReportModel model)
    {
        (string headline, string rest) = Of(model);
        return rest.Length == 0 ? headline : $"{headline} {rest}";
    }

    /// <summary>The sentence with the numbers that decide, and what else is to be said: a regression, and newcomers who pay.</summary>
    public static (string Headline, string More) Of(ReportModel model)
    {
        if (model.Results.Invalid.Count > 0)
            return ($"The run says nothing, whatever its numbers: {string.Join("; ", model.Results.Invalid)}.", "");

        Contrast? told = Chosen(model);
        string kept = told switch
        {
            null => Single(model.Cells),
            { } contrast when Math.Abs(contrast.Difference) >= Halves.SmallestDifference || contrast.Decides => contrast.Text,
            _ => Same(model),
        };
        bool differs = told is { } one && (one.Difference >= Halves.SmallestDifference || one.Decides);
        CellResult[] seen = differs ? told!.Value.Cells : [];
        string?[] rest = [RegressionSentence.For(model, seen), NewcomerSentence.For(model, differs ? told!.Value.Rows : [])];
        return (kept, string.Join(' ', rest.OfType<string>()));
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

    /// <summary>The best cell of the sharpest contrast; null where nothing can be compared.</summary>
    public static CellResult? SharpestCell(ReportModel model) => Sharpest(model)?.MostCell;

    /// <summary>What the headline compares: the cells that decide, or else the sharpest contrast.</summary>
    private static Contrast? Chosen(ReportModel model)
    {
        Deciding deciding = model.Deciding;
        if (deciding.Cell is not { } cell) return Sharpest(model);
        if (Column.Of(model.Grid).FirstOrDefault(one => one.Rows.Any(row => ReferenceEquals(row.Cell, cell))) is not { } column)
            return null;
        // A pair that the scenario compares is told as it stands, and so is a cell that fell short.
        (string Row, CellResult Cell, Halves Halves)? RowOf(CellResult? wanted) =>
            column.Rows.Where(row => ReferenceEquals(row.Cell, wanted)).Select(row => ((string, CellResult, Halves)?)row).FirstOrDefault();
        if (RowOf(cell) is { } first && RowOf(deciding.Against) is { } second) return Contrast.Of(first, second, column.Where);
        bool fellShort = deciding.Expectation!.Verdict is Verdict.Fail or Verdict.Unknown;
        return fellShort && RowOf(cell) is { } own
            ? Contrast.Of(own, Best(column.Rows.Where(row => !ReferenceEquals(row.Cell, cell))), column.Where)
            : Compare(column);
    }

    private static Contrast? Sharpest(ReportModel model)
    {
        Contrast? sharpest = null;
        foreach (Contrast contrast in Column.Of(model.Grid).Select(Compare))
            sharpest = sharpest is null || contrast.Difference > sharpest.Value.Difference ? contrast : sharpest;
        return sharpest;
    }

    /// <summary>Of equals in survival, the one that newcomers pay least for is best.</summary>
    private static (string Row, CellResult Cell, Halves Halves) Best(IEnumerable<(string Row, CellResult Cell, Halves Halves)> rows) =>
        rows.OrderByDescending(one => one.Halves.Kept).ThenBy(one => one.Halves.Failed ?? 0).First();

    /// <summary>The best row against `baseline`, or against the worst one.</summary>
    private static Contrast Compare(Column column)
    {
        (string Row, CellResult Cell, Halves Halves) best = Best(column.Rows);
        (string Row, CellResult Cell, Halves Halves) least =
            column.Rows.FirstOrDefault(one => one.Row == Baseline) is { Row: not null } baseline ? baseline
            : column.Rows.MinBy(one => one.Halves.Kept);
        string[] equals =
        [
            .. column.Rows.Where(one => (one.Halves.Kept, one.Halves.Failed) == (best.Halves.Kept, best.Halves.Failed))
                .Select(one => one.Row),
        ];
        return new Contrast(equals, best.Halves, best.Cell, least.Row, least.Halves, least.Cell, column.Where, Decides: false);
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

    /// <param name="Best">Rows that do equally well.</param>
    /// <param name="Most">Of the first of them.</param>
    /// <param name="MostCell">Its cell.</param>
    /// <param name="Worst">The row that it is compared with.</param>
    /// <param name="Least">Of that row.</param>
    /// <param name="LeastCell">Its cell.</param>
    /// <param name="Where">The place of both.</param>
    /// <param name="Decides">An expectation is about it, so it is told however small it is.</param>
    private readonly record struct Contrast(
        string[] Best, Halves Most, CellResult MostCell, string Worst, Halves Least, CellResult LeastCell, string Where, bool Decides)
    {
        public static Contrast Of(
            (string Row, CellResult Cell, Halves Halves) first, (string Row, CellResult Cell, Halves Halves) second, string where) =>
            new([first.Row], first.Halves, first.Cell, second.Row, second.Halves, second.Cell, where, Decides: true);

        public double Difference => Most.Kept!.Value - Least.Kept!.Value;

        public CellResult[] Cells => [MostCell, LeastCell];

        /// <summary>Cells whose survival and newcomers are both in the sentence.</summary>
        public CellResult[] Rows => TellsNewcomers ? Cells : [];

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
