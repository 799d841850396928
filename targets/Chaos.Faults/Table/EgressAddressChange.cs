using Chaos.Model;

namespace Chaos.Faults;

/// <summary>
/// `egressAddress`: new mappings get another of the node's addresses; what becomes of those that exist is the datapath's affair.
/// </summary>
public sealed record EgressAddressChange : NodeFault
{
    /// <summary>How many spare addresses a node has.</summary>
    public const int Spares = 4;

    /// <summary>Which spare address, from 1; 0 is the one that the run began with.</summary>
    public required int Spare { get; init; }

    public override FaultLength Lasting() => FaultLength.Optional;

    public override IEnumerable<string> Holding() => ["the egress address"];

    public override Capability Needs() => Capability.ChangeEgressAddress;

    public override FaultReport Act(INodeSite node, FaultOrder order, long nowNanoseconds)
    {
        node.ChangeEgressAddress(order.Phase == FaultPhase.End ? 0 : Spare);
        return FaultReport.OfFlows(node);
    }
}
