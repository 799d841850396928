using Chaos.Survival;

namespace Chaos.Runs;

/// <summary>Flow records in, the cell of `results.json` out: pure, so that a report can rebuild it from the folder alone.</summary>
public static class CellSummary
{
    /// <param name="facts">What the records do not tell.</param>
    /// <param name="flows">The records of this cell, all repetitions.</param>
    /// <exception cref="ArgumentException">A record belongs to another cell or to a group that the facts do not name.</exception>
    public static CellResult From(CellFacts facts, IEnumerable<FlowRecord> flows)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(flows);
        FlowRecord[] all = [.. flows];
        ILookup<string, FlowRecord> byGroup = all.ToLookup(flow => flow.Group);
        FlowRecord? stray = all.FirstOrDefault(flow => flow.Cell != facts.Id || facts.Groups.All(group => group.Name != flow.Group));
        if (stray is not null)
        {
            throw new ArgumentException(
                $"Flow {stray.Flow} of cell {stray.Cell} does not belong to a group of cell {facts.Id}.", nameof(flows));
        }

        return new CellResult
        {
            Id = facts.Id,
            Axes = facts.Axes,
            Target = facts.Target,
            Repetitions = facts.Repetitions,
            UnderPressure = facts.UnderPressure,
            Flows = Count(all, facts.Groups.Sum(group => group.Reopened)),
            Survival = Estimate(all, facts.DurationSeconds),
            Groups = [.. facts.Groups.Select(group => Group(group, [.. byGroup[group.Name]], facts.DurationSeconds))],
            Causes = Causes(all),
            Mechanisms = Mechanisms(all),
            Map = facts.Map,
            Packets = facts.Packets,
            WallSeconds = facts.WallSeconds,
        };
    }

    private static GroupResult Group(GroupFacts group, FlowRecord[] flows, double durationSeconds) =>
        new(group.Name, Count(flows, group.Reopened), Estimate(flows, durationSeconds), Causes(flows), group.Peer);

    private static SurvivalEstimate Estimate(FlowRecord[] flows, double durationSeconds)
    {
        SurvivalCurve curve = KaplanMeier.Estimate(flows.Select(flow => flow.ToObservation(durationSeconds)));
        return new SurvivalEstimate(durationSeconds, curve.SurvivalAt(durationSeconds), Lower: null, Upper: null);
    }

    private static FlowCounts Count(FlowRecord[] flows, int reopened)
    {
        int Of(FlowState state) => flows.Count(flow => flow.State == state);
        return new FlowCounts(
            flows.Length, Of(FlowState.Survived), Of(FlowState.Died), Of(FlowState.Censored), Of(FlowState.Refused), reopened);
    }

    private static CauseCounts Causes(FlowRecord[] flows)
    {
        int Of(DeathCause cause) => flows.Count(flow => flow.Cause == cause);
        return new CauseCounts(
            Of(DeathCause.Reset),
            Of(DeathCause.PortChanged),
            Of(DeathCause.Timeout),
            Of(DeathCause.Refused),
            Of(DeathCause.Closed),
            Of(DeathCause.Harness));
    }

    private static MechanismCounts Mechanisms(FlowRecord[] flows)
    {
        // A flow can be hit and live on (restored, roaming): only those that died count.
        int Of(Mechanism mechanism) => flows.Count(flow => flow.State == FlowState.Died && flow.Mechanism == mechanism);
        return new MechanismCounts(
            Of(Mechanism.OriginalEvicted),
            Of(Mechanism.ReverseEvicted),
            Of(Mechanism.BothEvicted),
            Of(Mechanism.PortTaken),
            Of(Mechanism.AllocationFailed),
            Of(Mechanism.Fault));
    }
}
