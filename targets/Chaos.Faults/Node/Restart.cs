using Chaos.Model;

namespace Chaos.Faults;

/// <summary>
/// `restart`: the node goes and comes back, with its table (a pinned map) or without; with `for` it is away meanwhile, and packets are
/// lost.
/// </summary>
public sealed record Restart : NodeFault
{
    public required RestartedTable Table { get; init; }

    public override FaultLength Lasting() => FaultLength.Optional;

    public override IEnumerable<string> Holding() => ["the node"];

    public override bool PausesNode() => true;

    public override Capability Needs() =>
        Capability.RestartNode | (Table == RestartedTable.Lost ? Capability.ReplaceTable : Capability.None);

    public override FaultReport Act(INodeSite node, FaultOrder order, long nowNanoseconds)
    {
        if (order.Phase == FaultPhase.End)
        {
            node.Gate.Open();
            return FaultReport.Nothing;
        }

        if (order.LengthNanoseconds is not null) node.Gate.TakeDown();
        TableEntry[] lost = Table == RestartedTable.Lost ? [.. node.Table.Entries()] : [];
        if (Table == RestartedTable.Lost) node.Table.Replace(node.Table.Capacity, carry: false);
        IEnumerable<int> hit = order.LengthNanoseconds is null ? lost.Select(entry => entry.Flow).Where(flow => flow >= 0)
            : node.Flows.Select(flow => flow.Flow);
        return new FaultReport(new Dictionary<string, long> { [FaultReport.Entries] = lost.Length }, [.. hit.Distinct().Order()]);
    }
}

/// <summary>What becomes of the node's table.</summary>
public enum RestartedTable
{
    Kept,
    Lost,
}
