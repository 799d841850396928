using Chaos.Faults;

namespace Chaos.Nat.Faults;

/// <summary>A datapath as faults see it; the simulated node and the container's node are both built around one.</summary>
public sealed class NodeSite(NatDatapath datapath) : INodeSite
{
    private readonly NatTable table = new(datapath.Map, datapath.Ledger);

    /// <summary>Entries in the table, of those that it has room for.</summary>
    public double Fill => (double)table.Count / table.Capacity;

    INatTable INodeSite.Table => table;

    /// <summary>Carries an act out, at a moment of the datapath's clock.</summary>
    public FaultReport Act(NodeFault fault, FaultOrder order, long nowNanoseconds)
    {
        datapath.Map.Now = nowNanoseconds;
        return fault.Act(this, order, nowNanoseconds);
    }
}
