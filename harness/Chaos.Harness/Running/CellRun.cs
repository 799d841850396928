using System.Globalization;
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

/// <summary>Runs all repetitions of one cell; their attachments go to the folder, if there is one.</summary>
internal sealed class CellRunner(IBackend backend, RunFolder? folder, TimeProvider time)
{
    /// <param name="cell">The point of the matrix, or the control arm's stand-in.</param>
    /// <param name="withNat">False: the control arm.</param>
    /// <param name="cancellation">Stops the repetition in progress.</param>
    public async Task<CellRun> RunAsync(Cell cell, bool withNat, CancellationToken cancellation)
    {
        long started = time.GetTimestamp();
        List<FlowRecord> flows = [];
        List<RunEvent> events = [];
        List<string> invalid = [], reopened = [];
        List<RepetitionOutcome> outcomes = [];
        for (int repetition = 1; repetition <= cell.Scenario.Repetitions; repetition++)
        {
            RepetitionPlan plan = RepetitionPlanner.Plan(cell, repetition);
            RepetitionOutcome outcome = await backend.RunAsync(plan, withNat, cancellation);
            foreach (RunAttachment attachment in outcome.Attachments) folder?.WriteAttachment(cell.Id, repetition, attachment);
            outcome = outcome with { Invalid = [.. outcome.Invalid, .. Soundness.Flaws(plan, outcome)] };
            History history = new(plan, outcome);
            flows.AddRange(history.Flows());
            events.AddRange(history.Events());
            reopened.AddRange(history.Reopened());
            invalid.AddRange(outcome.Invalid.Select(reason => $"{cell.Id}, repetition {plan.Repetition}: {reason}"));
            outcomes.Add(outcome);
        }

        CellFacts facts = Facts(cell, withNat, outcomes, reopened) with { WallSeconds = time.GetElapsedTime(started).TotalSeconds };
        return new CellRun(CellSummary.From(facts, flows), flows, events, invalid);
    }

    private static CellFacts Facts(Cell cell, bool withNat, List<RepetitionOutcome> outcomes, List<string> reopened) => new()
    {
        Id = cell.Id,
        Axes = cell.Axes,
        Target = withNat ? "csharp" : "none",
        Repetitions = cell.Scenario.Repetitions,
        UnderPressure = outcomes.All(outcome => outcome.Counters is { Evictions: > 0 } or { Refusals: > 0 }),
        DurationSeconds = cell.Scenario.Duration.TotalSeconds,
        Groups = [.. cell.Scenario.Flows.Select(group => new GroupFacts(group.Name, PeerOf(group), reopened.Count(name => name == group.Name)))],
        Map = withNat
            ? new MapCounters(
                outcomes.Sum(outcome => outcome.Counters.Evictions),
                outcomes.Sum(outcome => outcome.Counters.RestoredReverse),
                outcomes.Sum(outcome => outcome.Counters.RestoredOriginal),
                outcomes.Sum(outcome => outcome.Counters.AllocationFailures))
            : null,
        Pressure = new PressureCounts(
            outcomes.Sum(outcome => outcome.Counters.PressureStarted),
            outcomes.Sum(outcome => outcome.Counters.PressureFailed),
            outcomes.Sum(outcome => outcome.Counters.PressureSkipped)),
        Packets = outcomes.Sum(outcome => outcome.Counters.Packets),
        WallSeconds = 0,
        Trace = TraceOf(outcomes),
    };

    /// <summary>The hashes of the repetitions, one after the other; null if the world has none.</summary>
    private static string? TraceOf(List<RepetitionOutcome> outcomes) => outcomes.TrueForAll(outcome => outcome.Trace is not null)
        ? string.Join(' ', outcomes.Select(outcome => outcome.Trace!.Value.ToString("x16", CultureInfo.InvariantCulture)))
        : null;

    /// <summary>What the group's UDP servers make of a changed port; null where it has none, or where its shapes differ.</summary>
    private static string? PeerOf(FlowGroup group)
    {
        PeerKind[] kinds = [.. group.Shapes.Where(shape => shape.Protocol == IpProtocol.Udp).Select(shape => shape.Peer).Distinct()];
        return kinds is [PeerKind kind] ? kind == PeerKind.Roaming ? "roaming" : "strict" : null;
    }
}
