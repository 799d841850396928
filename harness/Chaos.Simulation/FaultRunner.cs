using Chaos.Faults;
using Chaos.Nat.Faults;
using Chaos.Traffic;

namespace Chaos.Simulation;

/// <summary>Carries the faults of a repetition out, in virtual time.</summary>
internal sealed class FaultRunner(SimulationOptions options, EventQueue queue, NodeSite node, IReadOnlyList<ClientHost> clients, IReadOnlyList<ServerHost> servers, FlowLog log)
{
    private readonly FaultTimeline timeline = new(options.Faults, options.EndOfFaults);
    private readonly List<FaultRecord> records = [];

    /// <summary>Returns what was done, once nothing more is to come; the clock then stands at the last act.</summary>
    public IReadOnlyList<FaultRecord> Run(long zero, CancellationToken cancellation)
    {
        for (long next = Next(zero); next < long.MaxValue; next = Next(zero))
        {
            queue.RunUntil(zero + next, cancellation);
            if (timeline.Watches) timeline.Observe(next, new Observation(node.Fill, log.Survival));
            while (timeline.TryTake(next, out FaultOrder? order)) records.Add(new FaultRecord(next, order, Act(order)));
        }

        return records;
    }

    private long Next(long zero) => timeline.Watches ? Math.Min(timeline.NextDue, queue.Now - zero + RunPhases.PollInterval) : timeline.NextDue;

    private FaultReport Act(FaultOrder order) => order switch
    {
        { Phase: FaultPhase.Refused } => FaultReport.Nothing,
        { Fault: NodeFault fault } => node.Act(fault, order, queue.Now),
        { Fault: PeerFault fault } => FaultReport.Together([.. Peers(fault).Select(peer => fault.Act(peer, order, queue.Now))]),
        _ => throw new NotSupportedException(order.Fault.GetType().Name),
    };

    private IEnumerable<IPeerSite> Peers(PeerFault fault)
    {
        IReadOnlyList<IPeerSite> all = fault.IsOfServers() ? servers : clients;
        return fault.Host is { } host ? [all[host]] : all;
    }
}
