using Chaos.Reports.Text;
using Chaos.Survival;

namespace Chaos.Reports.Charts;

/// <summary>
/// The risk table under a survival chart, its columns under the ticks. The three blocks follow the KMunicate proposal:
/// T. P. Morris et al., "Proposals on Kaplan-Meier plots in medical research", BMJ Open 9 (2019) e030215.
/// </summary>
internal static class RiskRows
{
    private const double RowHeight = 13;

    /// <returns>The rows, and the height of the drawing with them.</returns>
    public static (Markup Rows, double Height) Draw(IReadOnlyList<Series> series, Plot plot, double top)
    {
        List<Markup> rows = [];
        double y = top + 4;
        foreach ((string name, Func<RiskCount, int> count) in Blocks(series))
        {
            rows.Add(Svg.Label("risk-head", "start", 4, y, name));
            foreach (Series one in series)
            {
                y += RowHeight;
                rows.Add(Row(one, count, plot, y));
            }

            y += RowHeight + 5;
        }

        return (Markup.Join(rows), y - RowHeight + 4);
    }

    private static IEnumerable<(string Name, Func<RiskCount, int> Count)> Blocks(IReadOnlyList<Series> series)
    {
        yield return ("at risk", static risk => risk.AtRisk);
        yield return ("died so far", static risk => risk.Died);
        if (series.Any(one => one.Flows.Censored > 0)) yield return ("censored so far", static risk => risk.Censored);
    }

    private static Markup Row(Series series, Func<RiskCount, int> count, Plot plot, double y)
    {
        IEnumerable<Markup> numbers = plot.TimeTicks().Select(
            seconds => Svg.Label("risk", "middle", plot.X(seconds), y, Numbers.Count(count(series.RiskAt(seconds)))));
        Markup name = Svg.Label($"risk {series.Style}", "start", 4, y, Numbers.Shorten(series.Name, 13));
        return Markup.Of($"{name}{numbers}");
    }
}
