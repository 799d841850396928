using Chaos.Model;

namespace Chaos.Faults;

/// <summary>
/// `pause`: the node stands still, as under SIGSTOP; packets wait for it as long as there is room, and the others are lost.
/// </summary>
public sealed record Pause : NodeFault
{
    public override FaultLength Lasting() => FaultLength.Limited;

    public override IEnumerable<string> Holding() => ["the node"];

    public override bool PausesNode() => true;

    public override Capability Needs() => Capability.HoldPackets;

    public override FaultReport Act(INodeSite node, FaultOrder order, long nowNanoseconds)
    {
        if (order.Phase == FaultPhase.End)
        {
            node.Gate.Open();
            return FaultReport.Nothing;
        }

        node.Gate.PauseUntil(nowNanoseconds + order.LengthNanoseconds!.Value);
        return FaultReport.OfFlows(node);
    }
}
