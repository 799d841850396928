namespace Chaos.Runs;

/// <summary>The flows of one repetition, counted as they come and not kept: what a cell needs of them.</summary>
/// <param name="groups">Names of the flow groups.</param>
/// <param name="durationSeconds">Of the run, from t = 0.</param>
public sealed class RepetitionTally(IEnumerable<string> groups, double durationSeconds)
{
    private readonly Dictionary<string, FlowTally> tallies =
        groups.ToDictionary(name => name, _ => new FlowTally(durationSeconds), StringComparer.Ordinal);

    /// <summary>Flows that died, of all groups.</summary>
    public long Died => tallies.Values.Sum(tally => tally.Died);

    /// <exception cref="ArgumentException">There is no such group.</exception>
    public void Add(FlowRecord flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        if (!tallies.TryGetValue(flow.Group, out FlowTally? tally))
            throw new ArgumentException(
                $"Flow {flow.Flow} of cell {flow.Cell} belongs to no group of the cell.", nameof(flow));
        tally.Add(flow);
    }

    internal FlowTally Of(string group) => tallies[group];
}
