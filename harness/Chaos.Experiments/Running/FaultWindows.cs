using Chaos.Faults;
using Chaos.Model;

namespace Chaos.Experiments.Running;

/// <summary>
/// Which fault stood in a flow's way: for deaths that no loss in the table explains, as when a link was cut. Times from t = 0, in
/// nanoseconds.
/// </summary>
/// <remarks>
/// A fault explains the death of a flow that it hit if the death was noticed while it lasted, or within the flow's longest deadline after
/// it. That is a
/// judgement by time, not by packet: a flow that would have died then anyway is counted to the fault too.
/// </remarks>
internal sealed class FaultWindows
{
    private readonly List<(long Begin, long End, HashSet<int> Flows)> windows = [];

    public FaultWindows(IReadOnlyList<FaultRecord> records)
    {
        for (int place = 0; place < records.Count; place++)
        {
            FaultRecord begin = records[place];
            if (begin.Order.Phase is not (FaultPhase.Begin or FaultPhase.Tick) || begin.Report.Flows.Count == 0) continue;
            FaultRecord? end = records.Skip(place + 1).FirstOrDefault(
                record => record.Order.Number == begin.Order.Number && record.Order.Phase == FaultPhase.End);
            windows.Add((begin.At, begin.Order.Phase == FaultPhase.Begin && end is not null ? end.At : begin.At, [.. begin.Report.Flows]));
        }
    }

    /// <summary>The fault as a loss, or null.</summary>
    /// <param name="flow">Its number.</param>
    /// <param name="diedAt">When an endpoint noticed.</param>
    /// <param name="longestDeadline">How long after a break an endpoint notices at the latest.</param>
    public Incident? Before(int flow, long diedAt, long longestDeadline)
    {
        foreach ((long begin, long end, HashSet<int> flows) in Enumerable.Reverse(windows))
            if (begin <= diedAt && diedAt <= end + longestDeadline && flows.Contains(flow))
                return new Incident(flow, Mechanism.Fault, begin, diedAt);
        return null;
    }
}
