using Chaos.Control;
using Chaos.Targets;
using Chaos.Worlds;

namespace Chaos.Containers.Topologies;

/// <summary>What to build: as many clients and servers as the plan names, and one node between them.</summary>
public sealed record TopologyOptions
{
    /// <summary>
    /// Its name is in all names and labels; each topology adds its own suffix. Each endpoint is sent its own part of the traffic.
    /// </summary>
    public required RunPlan Plan { get; init; }

    /// <summary>What the node is.</summary>
    public required IContainerTarget Target { get; init; }

    /// <summary>Show that the NAT is in the path before the programs count as ready.</summary>
    public bool ProvesPath { get; init; }

    /// <summary>The node keeps the last packets, for <see cref="Capture"/>.</summary>
    public bool KeepPackets { get; init; }

    /// <summary>Endpoints report each message of a watched flow as it leaves.</summary>
    public bool Trace { get; init; }
}
