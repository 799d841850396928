using Chaos.Model;

namespace Chaos.Faults;

/// <summary>
/// `cpuLimit`: a busy node gets this share of a CPU, as under a quota of the kernel's scheduler: of each 100 ms it works the first part and
/// stands still for the rest.
/// </summary>
/// <remarks>Source: the kernel's CFS bandwidth control, cpu.max with its default period. The node counts as busy all the time: the worst
/// case of a quota.</remarks>
public sealed record CpuLimit : NodeFault
{
    /// <summary>Above 0 and below 1.</summary>
    public required double Share { get; init; }

    public override FaultLength Lasting() => FaultLength.Open;

    public override IEnumerable<string> Holding() => ["the node's CPU"];

    public override bool PausesNode() => true;

    public override Capability Needs() => Capability.HoldPackets;

    public override FaultReport Act(INodeSite node, FaultOrder order, long nowNanoseconds)
    {
        node.Gate.LimitTo(order.Phase == FaultPhase.End ? 1 : Share);
        return order.Phase == FaultPhase.End ? FaultReport.Nothing : FaultReport.OfFlows(node);
    }
}
