using Chaos.Faults;
using Chaos.Packets;

namespace Chaos.Nat.Faults;

/// <summary>A datapath as faults see it; the simulated node and the container's node are both built around one.</summary>
public sealed class NodeSite(NatDatapath datapath) : INodeSite
{
    private readonly NatTable table = new(datapath);

    /// <summary>Entries in the table, of those that it has room for.</summary>
    public double Fill => (double)table.Count / table.Capacity;

    public NodeGate Gate { get; } = new();

    /// <summary>Both directions of every host's link, as the world connects them.</summary>
    public IReadOnlyList<NodeLink> Links { get; set; } = [];

    INatTable INodeSite.Table => table;

    ICollector? INodeSite.Collector => datapath.Collector;

    IEnumerable<NodeLink> INodeSite.Links => Links;

    IEnumerable<(int Flow, FiveTuple Connection)> INodeSite.Flows => datapath.Ledger.Flows;

    /// <summary>A spare address of the node: the ones behind the address that the run began with.</summary>
    /// <param name="own">The address that the run began with.</param>
    /// <param name="number">0 is that address itself.</param>
    public static Ipv4Address EgressAddress(Ipv4Address own, int number) => new(own.Value + (uint)number);

    /// <summary>Carries an act out, at a moment of the datapath's clock.</summary>
    public FaultReport Act(NodeFault fault, FaultOrder order, long nowNanoseconds)
    {
        datapath.Advance(nowNanoseconds);
        datapath.Map.IsUnderFault = true;
        try
        {
            return fault.Act(this, order, nowNanoseconds);
        }
        finally
        {
            datapath.Map.IsUnderFault = false;
        }
    }

    void INodeSite.ChangePorts(ushort minimum, ushort maximum) => datapath.ChangePorts(minimum, maximum);

    void INodeSite.RestorePorts() => datapath.ChangePorts(datapath.Options.MinimumPort, datapath.Options.MaximumPort);

    void INodeSite.ChangeEgressAddress(int spare) => datapath.ChangeEgressAddress(EgressAddress(datapath.Options.EgressAddress, spare));
}
