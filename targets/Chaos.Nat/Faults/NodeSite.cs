using Chaos.Faults;
using Chaos.Model;

namespace Chaos.Nat.Faults;

/// <summary>
/// The node in the middle as faults see it, in simulation and in containers: gate and links of the world, table and ports of its NAT.
/// </summary>
/// <param name="control">Of the NAT; null: there is none, or it allows nothing. A fault that needs it has been refused before the
/// run.</param>
/// <param name="flows">The watched flows, ascending.</param>
public sealed class NodeSite(INatControl? control, IReadOnlyList<WatchedFlow> flows) : INodeSite
{
    public NodeGate Gate { get; } = new();

    /// <summary>Both directions of every host's link, as the world connects them.</summary>
    public IReadOnlyList<NodeLink> Links { get; set; } = [];

    INatTable INodeSite.Table => Control.Table;

    ICollector? INodeSite.Collector => control?.Collector;

    IEnumerable<NodeLink> INodeSite.Links => Links;

    IEnumerable<WatchedFlow> INodeSite.Flows => flows;

    private INatControl Control => control ?? throw new NotSupportedException("this target lets nobody act on its table");

    /// <summary>Carries an act out, at a moment of the run's clock.</summary>
    public FaultReport Act(NodeFault fault, FaultOrder order, long nowNanoseconds)
    {
        control?.Advance(nowNanoseconds);
        MarkFault(true);
        try
        {
            return fault.Act(this, order, nowNanoseconds);
        }
        finally
        {
            MarkFault(false);
        }
    }

    void INodeSite.ChangePorts(ushort minimum, ushort maximum) => Control.ChangePorts(minimum, maximum);

    void INodeSite.RestorePorts() => Control.RestorePorts();

    void INodeSite.ChangeEgressAddress(int spare) => Control.ChangeEgressAddress(spare);

    private void MarkFault(bool acts)
    {
        if (control is not null) control.IsUnderFault = acts;
    }
}
