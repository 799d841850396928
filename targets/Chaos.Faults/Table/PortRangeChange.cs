using Chaos.Model;

namespace Chaos.Faults;

/// <summary>`portRange`: new mappings get their ports from another range; replies to ports outside it are the node's own affair.</summary>
public sealed record PortRangeChange : NodeFault
{
    /// <summary>The lowest port, at least 1.</summary>
    public required ushort Minimum { get; init; }

    /// <summary>The highest port, included.</summary>
    public required ushort Maximum { get; init; }

    public override FaultLength Lasting() => FaultLength.Optional;

    public override IEnumerable<string> Holding() => ["the port range"];

    public override Capability Needs() => Capability.ChangePorts;

    public override FaultReport Act(INodeSite node, FaultOrder order, long nowNanoseconds)
    {
        if (order.Phase == FaultPhase.End)
        {
            node.RestorePorts();
            return FaultReport.Nothing;
        }

        node.ChangePorts(Minimum, Maximum);
        TableEntry[] outside = [.. node.Table.Entries().Where(
            entry => !entry.IsOriginal && (entry.Key.DestinationPort < Minimum || entry.Key.DestinationPort > Maximum))];
        return new FaultReport(
            new Dictionary<string, long> { ["outside"] = outside.Length },
            TableBefore.FlowsOf(outside));
    }
}
