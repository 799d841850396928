using Chaos.Runs;
using Chaos.Survival;

namespace Chaos.Reports.Charts;

/// <summary>One line of a chart.</summary>
/// <param name="Name">The row of the grid: a variant, as a rule.</param>
/// <param name="Index">Its place in the grid's rows: the same colour and dashes all over the report.</param>
/// <param name="Curve">Not empty.</param>
/// <param name="Flows">The counts of the same flows.</param>
internal sealed record Series(string Name, int Index, SurvivalCurve Curve, FlowCounts Flows)
{
    private const int Styles = 8;

    /// <summary>The CSS class that gives colour and dashes.</summary>
    public string Style => StyleOf(Index);

    public static string StyleOf(int index) => $"s{index % Styles}";

    /// <summary>Of one column of a block, in row order; cells without flows have no line.</summary>
    public static IReadOnlyList<Series> Of(ReportModel model, GridBlock block, string column, string? group)
    {
        List<Series> series = [];
        for (int index = 0; index < model.Grid.Rows.Count; index++)
        {
            string row = model.Grid.Rows[index];
            if (block.At(row, column) is { } cell
                && model.Curve(cell, group) is { Total: > 0 } curve
                && Counts(cell, group) is { } counts)
                series.Add(new Series(model.Grid.RowText(row), index, curve, counts));
        }

        return series;
    }

    /// <summary>
    /// The row of a risk table: who is alive and watched after the moment, so that the three add up to all flows. Survivors end their
    /// observation with the run, which is no censoring to speak of: only flows that we stopped watching before the end are shown as
    /// censored.
    /// </summary>
    public RiskCount RiskAt(double seconds)
    {
        RiskCount risk = Curve.RiskAt(seconds);
        int censored = Math.Min(risk.Censored, Flows.Censored);
        return new RiskCount(Curve.Total - risk.Died - censored, risk.Died, censored);
    }

    /// <summary>As a line of a board, with the range of the repetitions behind it.</summary>
    public LaneLine ToLine(IReadOnlyList<SurvivalCurve> repetitions, double durationSeconds) => new(
        Name, Style, plot => CurvePath.Of(Curve, plot), plot => Band.Of(repetitions, plot), Curve.Steps[^1].Survival,
        ShareText.Percent(Curve.SurvivalAt(durationSeconds)));

    private static FlowCounts? Counts(CellResult cell, string? group) =>
        group is null ? cell.Flows : cell.Groups.FirstOrDefault(one => one.Name == group)?.Flows;
}
