using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Sections;

/// <summary>One variant against another under the same conditions; nothing when the run compared none.</summary>
internal static class ComparisonTable
{
    public static Markup Render(ReportModel model)
    {
        IReadOnlyList<ComparisonResult> comparisons = model.Results.Comparisons;
        if (comparisons.Count == 0)
        {
            return Markup.Empty;
        }

        Markup table = Table.Of(
            "Comparisons",
            "",
            [
                Table.Head("better"), Table.Head("than"), Table.Head("where"),
                Table.NumberHead("difference in survival"), Table.Head("basis"),
            ],
            comparisons.Select(one => Row(one, model.Basis)));
        return Markup.Of($"<h3>Comparisons</h3>{table}");
    }

    private static Markup Row(ComparisonResult one, string basis) => Table.Row(
        Table.RowHead(one.Better),
        Table.Cell(one.Than),
        Table.Cell(string.Join(", ", one.Where.Select(axis => $"{axis.Key} = {axis.Value}"))),
        Table.Number(ShareText.Points(one.Difference) + Interval(one)),
        Table.Cell(basis + Test(one)));

    private static string Interval(ComparisonResult one) => one is { Lower: { } lower, Upper: { } upper }
        ? $" ({ShareText.Points(lower)} to {ShareText.Points(upper)})"
        : "";

    private static string Test(ComparisonResult one) => one.PValue is { } value ? $", p = {Numbers.Significant(value)}" : ", no interval";
}
