using Chaos.Experiments.Worlds;
using Chaos.Model;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Targets;

namespace Chaos.Experiments.Tails;

/// <summary>Decides whether a flow that an endpoint found dead in the tail was alive when the pressure ended.</summary>
internal abstract class TailRule
{
    /// <summary>The target knows when it lost the flow.</summary>
    public static readonly TailRule Target = new TargetTailRule();

    /// <summary>The endpoints know what arrived after the end.</summary>
    public static readonly TailRule Endpoints = new EndpointTailRule();

    /// <summary>As `results.json` spells it.</summary>
    public abstract string Name { get; }

    public abstract bool WasAlive(in TailDeath death);

    /// <summary>
    /// One rule for all cells of a run. The endpoints decide unless the run has a single target and that one tells when it lost a flow.
    /// </summary>
    /// <remarks>A part of a run has the rule of the whole.</remarks>
    public static TailRule For(ScenarioPlan plan, TargetCatalog targets, CellWorlds worlds)
    {
        IReadOnlyList<Cell> whole = plan.Whole ?? plan.Cells;
        return whole.DistinctBy(cell => cell.Scenario.Target).Count() == 1
            && whole.All(cell => worlds[cell].CapabilitiesOf(targets[cell.Scenario.Target])?.Has(Capability.TellLossTimes) is true)
            ? Target : Endpoints;
    }
}
