using Chaos.Model;

namespace Chaos.Faults;

/// <summary>
/// `mapBusy`: an update of a map fails with EBUSY, each for itself, as where somebody on the same CPU holds the lock of the bucket. Nothing
/// is evicted for an update that fails so.
/// </summary>
/// <remarks>
/// Source: kernel/bpf/hashtab.c, htab_lock_bucket, Linux 5.11 to 6.14: eight counters a CPU stand for all buckets, and a second taker of
/// the same one gets EBUSY, also where the map has room. Since 6.15 the lock is an rqspinlock. Reported as cilium#35010.
/// </remarks>
public sealed record MapBusy : NodeFault
{
    /// <summary>Above 0 and at most 1, of the updates.</summary>
    public required double Share { get; init; }

    public BusyMaps Of { get; init; }

    public override FaultLength Lasting() => FaultLength.Open;

    public override IEnumerable<string> Holding() => Of switch
    {
        BusyMaps.Nat => ["the lock of the NAT map"],
        BusyMaps.Conntrack => ["the lock of the conntrack maps"],
        _ => ["the lock of the NAT map", "the lock of the conntrack maps"],
    };

    public override Capability Needs() => Capability.FailUpdates;

    public override FaultReport Act(INodeSite node, FaultOrder order, long nowNanoseconds)
    {
        bool ends = order.Phase == FaultPhase.End;
        long failed = node.Table.FailUpdates(Of, ends ? 0 : Share, order.Seed);
        return ends ? new FaultReport(new Dictionary<string, long> { ["failed"] = failed }, []) : FaultReport.Nothing;
    }
}

/// <summary>Whose updates fail.</summary>
public enum BusyMaps : byte
{
    /// <summary>The NAT map's.</summary>
    Nat,

    /// <summary>The conntrack maps'.</summary>
    Conntrack,

    Both,
}
