using Chaos.Experiments.Worlds;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Targets;

namespace Chaos.Experiments.Running;

/// <summary>One load that the control arm runs without a NAT.</summary>
/// <param name="Arm">Runs it.</param>
/// <param name="Cells">Ids of the cells that have this load.</param>
internal sealed record ControlLoad(Cell Arm, IReadOnlySet<string> Cells)
{
    /// <summary>The loads of the whole matrix, whatever part of it runs here: they are the same in each part.</summary>
    public static IReadOnlyList<ControlLoad> Of(ScenarioPlan plan, TargetCatalog targets, CellWorlds worlds)
    {
        if (!plan.Scenario.Control) return [];
        IReadOnlyList<Cell> whole = plan.Whole ?? plan.Cells;
        return
        [
            .. ControlArm.Plan(whole.Where(cell => worlds[cell].IsReal), targets),
            .. ControlArm.PlanSimulated(whole.Where(cell => !worlds[cell].IsReal), targets),
        ];
    }

    public bool IsNeededBy(ScenarioPlan plan) => plan.Cells.Any(cell => Cells.Contains(cell.Id));
}
