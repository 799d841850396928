using Chaos.Control;

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

    /// <summary>The node keeps the last packets, for <see cref="Capture"/>.</summary>
    public bool KeepPackets { get; init; }

    /// <summary>Endpoints tell each message of a watched flow as it leaves.</summary>
    public bool Trace { get; init; }
}
