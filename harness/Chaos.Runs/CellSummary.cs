
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
        RepetitionTally[] repetitions = [.. Enumerable.Range(0, facts.Repetitions).Select(
            _ => new RepetitionTally(facts.Groups.Select(group => group.Name), facts.DurationSeconds))];
        foreach (FlowRecord flow in flows)
        {
            if (flow.Cell != facts.Id)
                throw new ArgumentException($"Flow {flow.Flow} of cell {flow.Cell} does not belong to cell {facts.Id}.", nameof(flows));
            if (flow.Repetition > repetitions.Length)
                throw new ArgumentException(
                    $"Flow {flow.Flow} of cell {flow.Cell} is of repetition {flow.Repetition}, and there were {repetitions.Length}.",
                    nameof(flows));
            repetitions[flow.Repetition - 1].Add(flow);
        }

        return From(facts, repetitions);
    }

    /// <summary>The same from flows that were counted repetition by repetition.</summary>
    /// <param name="facts">What the records do not tell.</param>
    /// <param name="repetitions">In order.</param>
    public static CellResult From(CellFacts facts, IReadOnlyList<RepetitionTally> repetitions)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(repetitions);
        Dictionary<string, FlowTally> groups = facts.Groups.ToDictionary(
            group => group.Name,
            group => FlowTally.Join(facts.DurationSeconds, repetitions.Select(one => one.Of(group.Name))), StringComparer.Ordinal);
        FlowTally all = FlowTally.Sum(facts.DurationSeconds, groups.Values);
        return new CellResult
        {
            Id = facts.Id,
            Axes = facts.Axes,
            Target = facts.Target,
            Backend = facts.Backend,
            Repetitions = facts.Repetitions,
            UnderPressure = facts.UnderPressure,
            Flows = all.Counts(facts.Groups.Sum(group => group.Reopened), facts.Groups.Sum(group => group.LostAndRemade)),
            Survival = all.SurvivalAt(facts.Level),
            Groups = [.. facts.Groups.Select(group => Group(group, groups[group.Name], facts.Level))],
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

    private static GroupResult Group(GroupFacts group, FlowTally tally, double level) =>
        new(group.Name, tally.Counts(group.Reopened, group.LostAndRemade), tally.SurvivalAt(level), tally.Causes, group.Peer);
}
