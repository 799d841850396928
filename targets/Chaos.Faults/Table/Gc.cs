using Chaos.Model;

namespace Chaos.Faults;

/// <summary>`gc`: the garbage collector of conntrack walks now, stands still, or throws out NAT entries without a connection.</summary>
public sealed record Gc : NodeFault
{
    public required GcAction Action { get; init; }

    public override FaultLength Lasting() => Action == GcAction.Pause ? FaultLength.Open : FaultLength.Moment;

    public override IEnumerable<string> Holding() => ["the garbage collector"];

    public override Capability Needs() => Capability.CollectGarbage;

    public override FaultReport Act(INodeSite node, FaultOrder order, long nowNanoseconds)
    {
        ICollector collector = node.Collector ?? throw new InvalidOperationException(
            "connections are not tracked, so there is no garbage collector");
        return (Action, order.Phase) switch
        {
            (GcAction.Pause, FaultPhase.End) => new FaultReport(
            new Dictionary<string, long> { ["missed"] = collector.Resume(nowNanoseconds) }, []),
            (GcAction.Pause, _) => Pause(collector),
            (GcAction.Run, _) => Walk(node.Table, () => collector.Collect(nowNanoseconds)),
            _ => Walk(node.Table, () => collector.PurgeOrphans(nowNanoseconds)),
        };
    }

    private static FaultReport Pause(ICollector collector)
    {
        collector.Pause();
        return FaultReport.Nothing;
    }

    private static FaultReport Walk(INatTable table, Func<CollectedEntries> walk)
    {
        TableBefore before = new(table);
        CollectedEntries collected = walk();
        return new FaultReport(
            new Dictionary<string, long>
            {
                ["connections"] = collected.Connections, [FaultReport.Entries] = collected.Twins + collected.Orphans,
                ["twins"] = collected.Twins, ["orphans"] = collected.Orphans,
            },
            TableBefore.FlowsOf(before.Lost()));
    }
}

/// <summary>What the collector is made to do.</summary>
public enum GcAction
{
    /// <summary>A walk now.</summary>
    Run,

    /// <summary>No walk, as long as the fault lasts.</summary>
    Pause,

    /// <summary>Orphans go now, without a table that is full.</summary>
    PurgeOrphans,
}
