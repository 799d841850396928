using Chaos.Model;
using Chaos.Reports.Charts;
using Chaos.Reports.Text;
using Chaos.Runs;
using Chaos.Survival;

namespace Chaos.Reports.Sections;

/// <summary>Causes over time: stacked cumulative incidence by what endpoints saw, and by what the NAT did where it is known.</summary>
internal static class IncidenceFigures
{
    /// <summary>Cells that have charts: those of the column that decides first, then the others in plan order.</summary>
    private const int MostCells = 60;

    private static readonly (string Name, string Style)[] Causes = [.. Spelling.All<DeathCause>().Select((name, place) =>
        (name, $"c{place}"))];

    private static readonly (string Name, string Style)[] Mechanisms =
        [.. Spelling.All<Mechanism>().Select((name, place) => (name, $"m{place}")), ("outside the NAT", "m7")];

    public static Markup Render(ReportModel model)
    {
        IReadOnlyList<CellResult> decides = Deciding.ColumnOf(model) is { } column ? column.Block.Of(column.Column) : [];
        CellResult[] cells =
            [.. decides.Concat(model.Cells).Distinct().Where(cell => cell.Flows.Died + cell.Flows.Refused > 0).Take(MostCells)];
        if (cells.Length == 0) return Markup.Empty;
        IEnumerable<Markup> figures = cells.Select(cell => Figures(model, cell));
        return Markup.Of($"""
            <details id="incidence"><summary>Causes over time</summary>
            <p>Share of all flows that had died of each cause by a time (Aalen-Johansen): areas and survivors add up to 100 %.</p>
            <div class="multiples">{figures}</div></details>
            """);
    }

    private static Markup Figures(ReportModel model, CellResult cell)
    {
        string label = CauseSection.Label(model, cell);
        Markup causes = Figure($"{label}, by cause", Causes, model.Incidence(cell, flow => (int)flow.Cause, Causes.Length), cell);
        if (!MechanismTable.IsTold(model, cell)) return causes;
        // A death that the NAT had no part in has no mechanism.
        Markup mechanisms = Figure(
            $"{label}, by mechanism", Mechanisms,
            model.Incidence(cell, flow => flow.Mechanism == Mechanism.None ? Mechanisms.Length : (int)flow.Mechanism, Mechanisms.Length),
                cell);
        return Markup.Of($"{causes}{mechanisms}");
    }

    private static Markup Figure(string title, (string Name, string Style)[] kinds, IReadOnlyList<IncidenceStep> steps, CellResult cell) =>
        steps.Count == 0 ? Markup.Empty : Markup.Of($"""
            <figure><figcaption>{title}</figcaption>{new IncidencePanel($"Cumulative incidence, {title}", kinds, steps, cell.Survival.At).Draw()}
            </figure>
            """);
}
