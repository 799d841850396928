using Chaos.Control;
using Chaos.Packets.Links;

namespace Chaos.Containers.Topologies;

/// <summary>What to build: as many clients and servers as the traffic names, and one node between them.</summary>
public sealed record TopologyOptions
{
    /// <summary>Of the run, in names and labels; each topology adds its own suffix.</summary>
    public required string RunId { get; init; }

    /// <summary>All flows of the run; each endpoint is sent its own part.</summary>
    public required TrafficDescription Traffic { get; init; }

    /// <summary>The C# NAT, or null for the control arm: plain routing.</summary>
    public required NatSettings? Nat { get; init; }

    /// <summary>Clients connect to the node, which picks the server; without a NAT they connect to the servers, as ever.</summary>
    public bool NodePort { get; init; }

    /// <summary>What the links do to packets; in the control arm, where no node of ours is in the way, nothing.</summary>
    public LinkSet Links { get; init; } = LinkSet.Plain;

    /// <summary>Of the draws of the links.</summary>
    public ulong LinkSeed { get; init; }

    /// <summary>The node keeps the last packets, for <see cref="Capture"/>.</summary>
    public bool KeepPackets { get; init; }

    /// <summary>Endpoints tell each message of a watched flow as it leaves.</summary>
    public bool Trace { get; init; }
}
