using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Sections;

/// <summary>One variant against another under the same conditions; nothing when the run compared none.</summary>
internal static class ComparisonTable
{
    public static Markup Render(ReportModel model)
    {
        IReadOnlyList<ComparisonResult> comparisons = model.Results.Comparisons;
        return comparisons.Count == 0 ? Markup.Empty : Markup.Of($"""
            <h3>Comparisons</h3>
            <div class="scroll" tabindex="0" role="group" aria-label="Comparisons">
            <table class="plain"><caption class="hidden">Comparisons</caption>
            <thead><tr><th scope="col">better</th><th scope="col">than</th><th scope="col">where</th><th scope="col" class="number">difference in survival</th><th scope="col">basis</th></tr></thead>
            <tbody>{comparisons.Select(one => Row(one, model.Basis))}</tbody></table></div>
            """);
    }

    private static Markup Row(ComparisonResult one, string basis) => Markup.Of($"""
        <tr><th scope="row">{one.Better}</th><td>{one.Than}</td><td>{string.Join(", ", one.Where.Select(axis => $"{axis.Key} = {axis.Value}"))}</td><td class="number">{ShareText.Points(one.Difference)}{Interval(one)}</td><td>{basis}{Test(one)}</td></tr>
        """);

    private static string Interval(ComparisonResult one) => one is { Lower: { } lower, Upper: { } upper }
        ? $" ({ShareText.Points(lower)} to {ShareText.Points(upper)})"
        : "";

    private static string Test(ComparisonResult one) => one.PValue is { } value ? $", p = {Numbers.Significant(value)}" : ", no interval";
}
