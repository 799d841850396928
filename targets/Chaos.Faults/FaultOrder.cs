namespace Chaos.Faults;

/// <summary>One act of a fault, as it is ordered from whoever carries it out.</summary>
/// <param name="Number">The fault's place in the scenario, from 0.</param>
/// <param name="Fault">What.</param>
/// <param name="Phase">Which act.</param>
/// <param name="Tick">How many ticks went before, from 0; the begin is tick 0.</param>
/// <param name="LengthNanoseconds">How long it lasts; null for a fault of a moment.</param>
/// <param name="Seed">Of its draws; another for each time it begins.</param>
/// <param name="Flows">The watched flows of its group, ascending; null if it has none.</param>
public sealed record FaultOrder(
    int Number, Fault Fault, FaultPhase Phase, int Tick, long? LengthNanoseconds, ulong Seed, IReadOnlyList<int>? Flows);

public enum FaultPhase
{
    Begin,
    Tick,
    End,

    /// <summary>Not carried out: another fault held the same thing at that moment.</summary>
    Refused,
}

/// <summary>What came of an act.</summary>
/// <param name="Counts">What was counted, by name: how many entries, of which half.</param>
/// <param name="Flows">The watched flows that it hit, ascending.</param>
public sealed record FaultReport(IReadOnlyDictionary<string, long> Counts, IReadOnlyList<int> Flows)
{
    public static FaultReport Nothing { get; } = new(new Dictionary<string, long>(), []);

    /// <summary>A fault that stands in the way of every watched flow.</summary>
    public static FaultReport OfFlows(INodeSite node) => new(Nothing.Counts, [.. node.Flows.Select(flow => flow.Flow)]);

    /// <summary>What came of an act on several hosts.</summary>
    public static FaultReport Together(IReadOnlyList<FaultReport> reports) => new(
        reports.SelectMany(report => report.Counts).GroupBy(count => count.Key).ToDictionary(
        counts => counts.Key, counts => counts.Sum(count => count.Value)),
        [.. reports.SelectMany(report => report.Flows).Distinct().Order()]);

    /// <summary>Entries that were removed or added, of both halves together.</summary>
    public const string Entries = "entries";
}

/// <summary>An act as it was carried out; nanoseconds from t = 0.</summary>
public sealed record FaultRecord(long At, FaultOrder Order, FaultReport Report);
