using Chaos.Scenarios;
using Chaos.Scenarios.Cells;

namespace Chaos.Experiments.Worlds;

/// <summary>The world of each cell: the one that its scenario names, or else the caller's, or else the default.</summary>
/// <param name="chosen">The caller's; null: none.</param>
internal sealed class CellWorlds(WorldKind? chosen)
{
    private const string Remedy = "leave --backend out, set it with --set backend=NAME, or choose cells with --only";

    public WorldKind this[Cell cell] =>
        cell.Scenario.Backend is { } name ? WorldCatalog.Find(name) : chosen ?? WorldCatalog.Default;

    /// <summary>The worlds that cells need, in the order of the catalog.</summary>
    public IReadOnlyList<WorldKind> Of(IEnumerable<Cell> cells)
    {
        HashSet<WorldKind> needed = [.. cells.Select(cell => this[cell])];
        return [.. WorldCatalog.All.Where(needed.Contains)];
    }

    /// <summary>Whether a cell of the whole run is in a real world, also where the plan is a part of it.</summary>
    public bool AnyIsReal(ScenarioPlan plan) => (plan.Whole ?? plan.Cells).Any(cell => this[cell].IsReal);

    /// <summary>The worlds of a whole run, also where the plan is a part of it: `sim`, `docker`, `sim,docker`.</summary>
    public string NameOf(ScenarioPlan plan) => string.Join(',', Of(plan.Whole ?? plan.Cells).Select(world => world.Name));

    /// <exception cref="RefusedException">A scenario names its own world, and the caller another or the same.</exception>
    public void RefuseTwoOpinions(ScenarioPlan plan)
    {
        if (chosen is not null && plan.Cells.Select(cell => cell.Backend).FirstOrDefault(named => named is not null) is { } named)
            throw new RefusedException(named.Refuse($"and --backend {chosen.Name} both say where to run; {Remedy}").ToString());
    }
}
