using Chaos.Model;

namespace Chaos.Control;

/// <summary>Harness to node, once and first: where the node is in the network, and which datapath it runs.</summary>
public sealed record ConfigureNode : ControlMessage
{
    /// <summary>All hosts, the node's own addresses, and the gateways that it takes on its two interfaces.</summary>
    public required NetworkPlan Network { get; init; }

    /// <summary>What runs between the two networks.</summary>
    public required NodeDatapath Datapath { get; init; }

    /// <summary>The NAT to run; null where none translates.</summary>
    public NatOptions? Nat { get; init; }

    /// <summary>
    /// What the links of all hosts do to packets, for a NAT of ours to carry out; a plain link is what the wire of the containers does.
    /// </summary>
    public LinkPlan Links { get; init; } = LinkPlan.Plain;

    /// <summary>Keep the last packets, for <see cref="Capture"/>.</summary>
    public bool KeepPackets { get; init; }

    /// <summary>The flows whose losses are reported as <see cref="LossExplained"/>, each as its client opens it.</summary>
    public required IReadOnlyList<WatchedFlow> Watched { get; init; }
}
