
namespace Chaos.Runs;

/// <summary>
/// Flow records in, the cell of `results.json` out: pure, so that a report can rebuild it from the folder alone. Records are taken one at a
/// time and not kept, so ten million of them fit into little memory.
/// </summary>
public static class CellSummary
{
    /// <param name="facts">What the records do not tell.</param>
    /// <param name="flows">The records of this cell, all repetitions.</param>
    /// <exception cref="ArgumentException">A record belongs to another cell, or to a group or repetition that the facts do not
    /// name.</exception>
    public static CellResult From(CellFacts facts, IEnumerable<FlowRecord> flows)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(flows);
        Dictionary<string, FlowTally> groups = facts.Groups.ToDictionary(
            group => group.Name, _ => new FlowTally(facts), StringComparer.Ordinal);
        foreach (FlowRecord flow in flows)
        {
            if (flow.Cell != facts.Id || !groups.TryGetValue(flow.Group, out FlowTally? group))
                throw new ArgumentException(
                    $"Flow {flow.Flow} of cell {flow.Cell} does not belong to a group of cell {facts.Id}.", nameof(flows));
            group.Add(flow);
        }

        FlowTally all = FlowTally.Sum(facts, groups.Values);
        return new CellResult
        {
            Id = facts.Id,
            Axes = facts.Axes,
            Target = facts.Target,
            Repetitions = facts.Repetitions,
            UnderPressure = facts.UnderPressure,
            Flows = all.Counts(facts.Groups.Sum(group => group.Reopened), facts.Groups.Sum(group => group.LostAndRemade)),
            Survival = all.Survival,
            Groups = [.. facts.Groups.Select(group => Group(group, groups[group.Name]))],
            Causes = all.Causes,
            Mechanisms = all.Mechanisms,
            Map = facts.Map,
            Pressure = facts.Pressure,
            RoundTripSeconds = facts.RoundTripSeconds,
            Packets = facts.Packets,
            WallSeconds = facts.WallSeconds,
            Trace = facts.Trace,
        };
    }

    private static GroupResult Group(GroupFacts group, FlowTally tally) =>
        new(group.Name, tally.Counts(group.Reopened, group.LostAndRemade), tally.Survival, tally.Causes, group.Peer);
}
