using Chaos.Reports.Charts;
using Chaos.Reports.Text;
using Chaos.Runs;
using Chaos.Survival;

namespace Chaos.Reports.Sections;

/// <summary>The numbers behind a survival chart.</summary>
internal static class CurveTable
{
    public static Markup Render(IReadOnlyList<Series> series, double durationSeconds, string caption)
    {
        IReadOnlyList<double> ticks = new Plot(0, 0, 1, 1, durationSeconds).TimeTicks();
        IEnumerable<Markup> rows = series.SelectMany(one => ticks.Select((seconds, index) => Row(one, seconds, index == 0 ? ticks.Count : 0)));
        return Markup.Of($"""
            <details><summary>Numbers behind this chart</summary>
            <div class="scroll" tabindex="0" role="group" aria-label="Numbers: {caption}">
            <table class="plain small"><caption class="hidden">Survival, {caption}</caption>
            <thead><tr><th scope="col">line</th><th scope="col" class="number">time</th><th scope="col" class="number">alive</th><th scope="col" class="number">at risk</th><th scope="col" class="number">died</th><th scope="col" class="number">censored</th></tr></thead>
            <tbody>{rows}</tbody></table></div></details>
            """);
    }

    private static Markup Row(Series series, double seconds, int span)
    {
        RiskCount risk = series.RiskAt(seconds);
        Markup name = span == 0 ? Markup.Empty : Markup.Of($"""<th scope="rowgroup" rowspan="{span}">{series.Name}</th>""");
        return Markup.Of($"""
            <tr>{name}<td class="number">{Numbers.Duration(seconds)}</td><td class="number">{ShareText.Percent(series.Curve.SurvivalAt(seconds))}</td><td class="number">{Numbers.Count(risk.AtRisk)}</td><td class="number">{Numbers.Count(risk.Died)}</td><td class="number">{Numbers.Count(risk.Censored)}</td></tr>
            """);
    }
}
