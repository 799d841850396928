using Chaos.Experiments.Planning;
using Chaos.Experiments.Running;
using Chaos.Experiments.Tails;
using Chaos.Runs;
using Chaos.Simulation;
using Chaos.Targets;
using Chaos.Worlds;

namespace Chaos.Experiments.Shrinking;

/// <summary>A flow of the same group dies in the same way: cause, mechanism, and by which rules its entries went.</summary>
internal sealed class DeathGoal(DeathSignature wanted, TailRule tail) : IShrinkGoal
{
    public string Description => $"a flow of {wanted.Group} dies by {wanted}";

    public ShrinkSize? Measure(Experiment candidate, CancellationToken cancellation) => Find(candidate, cancellation)?.Size;

    /// <summary>The first flow that dies so, in the only cell and the first repetition; null if none does.</summary>
    public (FlowRecord Flow, ShrinkSize Size)? Find(Experiment candidate, CancellationToken cancellation)
    {
        RepetitionPlan plan = RepetitionPlanner.Plan(candidate.Plan.Cells[0], 1);
        RunOutcome outcome = Simulator.Run(
            plan.Run, (ISimulatedTarget)candidate.Targets[plan.Cell.Scenario.Target], cancellation: cancellation);
        History history = new(plan, outcome, tail);
        ILookup<string?, RunEvent> kills = history.Events().Where(one => one.Kind == RunEventKind.Eviction).ToLookup(one => one.Flow);
        FlowRecord? dead = history.Flows().FirstOrDefault(
            row => row.State == FlowState.Died && DeathSignature.Of(row, kills[row.Flow]) == wanted);
        return dead is null ? null : (dead, new ShrinkSize(plan.Run.Traffic.Flows.Count, outcome.Packets, dead.DetectedAtNs));
    }
}
