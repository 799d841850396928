using Chaos.Harness.Backends;
using Chaos.Harness.Planning;
using Chaos.Packets;
using Chaos.Runs;
using Chaos.Scenarios;

namespace Chaos.Harness.Running;

/// <summary>A cell that is done.</summary>
/// <param name="Result">For results.json.</param>
/// <param name="Flows">For flows.csv, repetition by repetition.</param>
/// <param name="Events">For events.jsonl.</param>
/// <param name="Invalid">Why the cell says nothing; empty if it is sound.</param>
internal sealed record CellRun(
    CellResult Result, IReadOnlyList<FlowRecord> Flows, IReadOnlyList<RunEvent> Events, IReadOnlyList<string> Invalid);

/// <summary>Runs all repetitions of one cell.</summary>
internal sealed class CellRunner(IBackend backend, TimeProvider time)
{
    /// <param name="cell">The point of the matrix, or the control arm's stand-in.</param>
    /// <param name="withNat">False: the control arm.</param>
    /// <param name="cancellation">Stops the repetition in progress.</param>
    public async Task<CellRun> RunAsync(Cell cell, bool withNat, CancellationToken cancellation)
    {
        long started = time.GetTimestamp();
        List<FlowRecord> flows = [];
        List<RunEvent> events = [];
        List<string> invalid = [];
        List<RepetitionOutcome> outcomes = [];
        for (int repetition = 1; repetition <= cell.Scenario.Repetitions; repetition++)
        {
            RepetitionPlan plan = RepetitionPlanner.Plan(cell, repetition);
            RepetitionOutcome outcome = await backend.RunAsync(plan, withNat, cancellation);
            outcome = outcome with { Invalid = [.. outcome.Invalid, .. Soundness.Flaws(plan, outcome)] };
            History history = new(plan, outcome);
            flows.AddRange(history.Flows());
            events.AddRange(history.Events());
            invalid.AddRange(outcome.Invalid.Select(reason => $"{cell.Id}, repetition {plan.Repetition}: {reason}"));
            outcomes.Add(outcome);
        }

        CellFacts facts = Facts(cell, withNat, outcomes) with { WallSeconds = time.GetElapsedTime(started).TotalSeconds };
        return new CellRun(CellSummary.From(facts, flows), flows, events, invalid);
    }

    private static CellFacts Facts(Cell cell, bool withNat, List<RepetitionOutcome> outcomes) => new()
    {
        Id = cell.Id,
        Axes = cell.Axes,
        Target = withNat ? "csharp" : "none",
        Repetitions = cell.Scenario.Repetitions,
        UnderPressure = outcomes.All(outcome => outcome.Counters is { Evictions: > 0 } or { Refusals: > 0 }),
        DurationSeconds = cell.Scenario.Duration.TotalSeconds,
        Groups = [.. cell.Scenario.Flows.Select(group => new GroupFacts(group.Name, PeerOf(group)))],
        Map = withNat
            ? new MapCounters(
                outcomes.Sum(outcome => outcome.Counters.Evictions),
                outcomes.Sum(outcome => outcome.Counters.RestoredReverse),
                outcomes.Sum(outcome => outcome.Counters.RestoredOriginal),
                outcomes.Sum(outcome => outcome.Counters.AllocationFailures))
            : null,
        Packets = outcomes.Sum(outcome => outcome.Counters.Packets),
        WallSeconds = 0,
    };

    private static string? PeerOf(FlowGroup group) =>
        group.Protocol == IpProtocol.Tcp ? null : group.Peer == PeerKind.Roaming ? "roaming" : "strict";
}
