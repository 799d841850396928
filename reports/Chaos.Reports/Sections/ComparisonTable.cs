using Chaos.Reports.Text;
using Chaos.Runs;
using Chaos.Survival;
using Chaos.Survival.Comparing;
using Chaos.Survival.Repeating;

namespace Chaos.Reports.Sections;

/// <summary>
/// One variant, or value of another axis, against another under the same conditions: the pairs that the scenario compares, and with
/// repetitions every row of the grid against the first one.
/// </summary>
internal static class ComparisonTable
{
    /// <summary>Below it hazards are called not proportional, and their ratio is not shown.</summary>
    private const double CheckLevel = 0.05;

    /// <summary>More rows than anybody reads; hazard ratios and mean lives take time, too.</summary>
    private const int MostRows = 120;

    public static Markup Render(ReportModel model)
    {
        ComparisonResult[] all = [.. model.Results.Comparisons, .. PairComparison.AgainstFirst(model)];
        if (all.Length == 0) return Markup.Empty;
        Markup table = Table.Of(
            "Comparisons",
            "small wrap",
            [
                Table.Head("first"), Table.Head("second"), Table.Head("where"),
                Table.Head("of"), Table.NumberHead("difference (95 %)"), Table.NumberHead("p"),
                Table.NumberHead("life gained by the end"), Table.NumberHead("hazard ratio"),
            ],
            all.Take(MostRows).Select(one => Row(model, one)));
        string more = all.Length > MostRows ? $" The first {MostRows} of {Numbers.Count(all.Length)} are shown." : "";
        string basis = model.Cells.All(cell => cell.Repetitions == 1) ? " One run per cell has no interval." : "";
        return Markup.Of($"""
            <details id="comparisons"{(Detail.IsFolded(all.Length / 2) ? Markup.Empty : Markup.Of($" open"))}><summary>Comparisons</summary>
            <p>By how much the first does better: more survival, or fewer newcomers that fail. Intervals and p-values come from the differences
            between repetitions, which are paired by seed, never from single flows: flows of one repetition share a table. The hazard ratio, first
            over second inside each repetition, only describes; where hazards are not proportional there is none.{basis}{more}</p>
            {table}</details>
            """);
    }

    private static Markup Row(ReportModel model, ComparisonResult one)
    {
        string? group = one.Where.FirstOrDefault(axis => axis.Key == "group").Value;
        bool lives = one.Of == ComparisonResult.OfSurvival;
        CellResult? first = lives ? CellOf(model, one, one.Better) : null;
        CellResult? second = lives ? CellOf(model, one, one.Than) : null;
        return Table.Row(
            Table.RowHead(Named(one, one.Better)),
            Table.Cell(Named(one, one.Than)),
            Table.Cell(string.Join(", ", one.Where.Select(axis => $"{axis.Key} = {axis.Value}"))),
            Table.Cell(one.Of),
            Table.Number(ShareText.Points(one.Difference) + Interval(one)),
            Table.Number(one.PValue is { } value ? value < 0.001 ? "< 0.001" : Numbers.Significant(value) : ShareText.None),
            Table.Number(first is null || second is null ? ShareText.None : LifeGained(model, first, second, group)),
            Table.Number(first is null || second is null ? ShareText.None : Hazard(model, first, second, group)));
    }

    private static string Named(ComparisonResult one, string value) =>
        one.Along is ComparisonResult.Variants or "nat.variant" ? value : $"{one.Along} = {value}";

    private static CellResult? CellOf(ReportModel model, ComparisonResult one, string value) => model.Cells.FirstOrDefault(cell =>
        cell.Axes.Any(axis => axis.Key == one.Along && axis.Value == value)
        && cell.Axes.Where(axis => axis.Key != one.Along).SequenceEqual(one.Where.Where(axis => axis.Key != "group")));

    /// <summary>Restricted mean life until the end of the run, first minus second.</summary>
    private static string LifeGained(ReportModel model, CellResult first, CellResult second, string? group)
    {
        if (model.MeanLife(first, group) is not { } one
            || model.MeanLife(second, group) is not { } two
            || one.Repetitions != two.Repetitions)
            return ShareText.None;
        DifferenceSample gained = new(one, two);
        double duration = first.Survival.At;
        string Seconds(double share) => Numbers.Signed(share * duration);
        return gained.IntervalAt() is { } interval
            ? $"{Seconds(gained.Estimate)} s ({Seconds(interval.Lower)} to {Seconds(interval.Upper)} s)"
            : $"{Seconds(gained.Estimate)} s";
    }

    private static string Hazard(ReportModel model, CellResult first, CellResult second, string? group)
    {
        // The reference of a ratio is its denominator: the second.
        Subjects subjects = model.Subjects(second, first, group);
        HazardRatio ratio = CoxModel.Fit(subjects);
        if (ratio.Estimate is not { } estimate) return ShareText.None;
        return ProportionalHazards.Check(subjects, ratio) is { PValue: < CheckLevel } ? "not proportional" : Numbers.Significant(estimate);
    }

    private static string Interval(ComparisonResult one) => one is { Lower: { } lower, Upper: { } upper }
        ? $" ({ShareText.Points(lower)} to {ShareText.Points(upper)})"
        : "";
}
