namespace Chaos.Model;

/// <summary>Everything that both worlds need to act: the same plan gives the same messages at the same times.</summary>
/// <remarks>All times are nanoseconds since the epoch of the run, the moment when opening begins.</remarks>
public sealed record TrafficPlan
{
    public required IReadOnlyList<GroupPlan> Groups { get; init; }

    /// <summary>Flow <c>n</c> has the number <c>n</c>.</summary>
    public required IReadOnlyList<FlowPlan> Flows { get; init; }

    public required IReadOnlyList<PressurePlan> Pressure { get; init; }

    public required int Clients { get; init; }

    public required int Servers { get; init; }

    /// <summary>Ports that every server listens on, for both transports.</summary>
    public required IReadOnlyList<ushort> ServerPorts { get; init; }

    /// <summary>Range of source ports that pressure draws from, both ends included.</summary>
    public required ushort SourcePortMinimum { get; init; }

    public required ushort SourcePortMaximum { get; init; }

    /// <summary>
    /// Ports in that range that are not to be drawn, besides those of this host's own flows: a process beside it has them.
    /// </summary>
    public IReadOnlyList<ushort> ReservedPorts { get; init; } = [];

    /// <summary>All flows, each as its client opens it.</summary>
    public IEnumerable<WatchedFlow> Watched(NetworkPlan network) =>
        Flows.Select(flow => new WatchedFlow(flow.Number, network.Connection(flow, Groups[flow.Group].Transport)));
}
