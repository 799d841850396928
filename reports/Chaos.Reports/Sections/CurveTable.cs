using Chaos.Reports.Charts;
using Chaos.Reports.Text;
using Chaos.Runs;
using Chaos.Survival;

namespace Chaos.Reports.Sections;

/// <summary>The numbers behind a survival chart.</summary>
internal static class CurveTable
{
    private static readonly string[] Numbered = ["time", "alive", "at risk", "died", "censored"];

    public static Markup Render(IReadOnlyList<Series> series, double durationSeconds, string caption)
    {
        IReadOnlyList<double> ticks = new Plot(0, 0, 1, 1, durationSeconds).TimeTicks();
        Markup table = Table.Of(
            $"Survival, {caption}",
            "small",
            [Table.Head("line"), .. Numbered.Select(Table.NumberHead)],
            series.SelectMany(one => ticks.Select((seconds, index) => Row(one, seconds, index == 0 ? ticks.Count : 0))));
        return Markup.Of($"<details><summary>Numbers behind this chart</summary>{table}</details>");
    }

    /// <param name="series">The line.</param>
    /// <param name="seconds">The tick.</param>
    /// <param name="span">Rows that the line's name spans; 0: the name stands above already.</param>
    private static Markup Row(Series series, double seconds, int span)
    {
        RiskCount risk = series.RiskAt(seconds);
        return Table.Row(
            span == 0 ? Markup.Empty : Markup.Of($"""<th scope="rowgroup" rowspan="{span}">{series.Name}</th>"""),
            Table.Number(Numbers.Duration(seconds)),
            Table.Number(ShareText.Percent(series.Curve.SurvivalAt(seconds))),
            Table.Number(risk.AtRisk),
            Table.Number(risk.Died),
            Table.Number(risk.Censored));
    }
}
