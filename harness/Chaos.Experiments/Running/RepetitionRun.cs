using Chaos.Experiments.Planning;
using Chaos.Experiments.Tails;
using Chaos.Runs;
using Chaos.Traffic;
using Chaos.Worlds;

namespace Chaos.Experiments.Running;

/// <summary>A repetition that is done: what its cell needs of it. The log of its flows is counted, and let go.</summary>
/// <param name="Repetition">From 1.</param>
/// <param name="Tally">Its flows, counted.</param>
/// <param name="Flows">For flows.csv; empty where records are not kept.</param>
/// <param name="Events">For events.jsonl.</param>
/// <param name="Reopened">The group of each later life.</param>
/// <param name="Remade">The group of each survivor by luck.</param>
/// <param name="Outcome">Without its flows.</param>
internal sealed record RepetitionRun(
    int Repetition, RepetitionTally Tally, IReadOnlyList<FlowRecord> Flows, IReadOnlyList<RunEvent> Events,
    IReadOnlyList<string> Reopened, IReadOnlyList<string> Remade, RunOutcome Outcome)
{
    /// <summary>The world that it ran in.</summary>
    public string Backend { get; init; } = "";

    /// <summary>That it took.</summary>
    public double Seconds { get; init; }

    public static RepetitionRun Of(RepetitionPlan plan, RunOutcome outcome, TailRule tail, bool keepsFlows)
    {
        History history = new(plan, outcome, tail);
        RepetitionTally tally = new(
            plan.Cell.Scenario.Flows.Select(group => group.Name), plan.Cell.Scenario.Duration.TotalSeconds);
        List<FlowRecord> kept = [];
        foreach (FlowRecord flow in history.Flows())
        {
            tally.Add(flow);
            if (keepsFlows) kept.Add(flow);
        }

        return new RepetitionRun(
            plan.Repetition, tally, kept, keepsFlows ? [.. history.Events()] : [], [.. history.Reopened()], [.. history.LostAndRemade()],
            outcome with { Flows = new FlowLog(0), Incidents = [], Faults = [], Messages = [], Attachments = [] });
    }
}
