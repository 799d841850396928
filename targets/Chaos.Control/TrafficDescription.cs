namespace Chaos.Control;

/// <summary>The traffic of a run, drawn in the harness. Times are nanoseconds, moments count from the epoch.</summary>
public sealed record TrafficDescription
{
    public required int Clients { get; init; }

    public required int Servers { get; init; }

    /// <summary>Every server listens on these, for TCP and UDP.</summary>
    public required IReadOnlyList<ushort> ServerPorts { get; init; }

    /// <summary>Range of source ports that pressure draws from, both ends included.</summary>
    public required ushort SourcePortMinimum { get; init; }

    public required ushort SourcePortMaximum { get; init; }

    /// <summary>Ports in that range that are not to be drawn, besides those of the flows: a process beside this one has them.</summary>
    public IReadOnlyList<ushort> ReservedPorts { get; init; } = [];

    public required IReadOnlyList<GroupDescription> Groups { get; init; }

    public required IReadOnlyList<FlowDescription> Flows { get; init; }

    public required IReadOnlyList<PressureDescription> Pressure { get; init; }
}

/// <summary>What the flows of one kind share: a group of the scenario, or one shape of a mixed group.</summary>
/// <param name="Name">As in the scenario; the shapes of a mixed group share it.</param>
/// <param name="Transport">Of all its flows.</param>
/// <param name="ClientPeriod">Of the client's messages; 0 is never. A flow may have its own.</param>
/// <param name="ServerPeriod">Of the server's messages; 0 is never. A flow may have its own.</param>
/// <param name="JitterPartsPerMillion">0 to 1,000,000, uniform around the period.</param>
/// <param name="Reply">The other side answers each message.</param>
/// <param name="Patience">How long past its time a message or an answer may be.</param>
/// <param name="Roaming">A UDP server follows the flow to a new address or port.</param>
public sealed record GroupDescription(
    string Name, Transport Transport, long ClientPeriod, long ServerPeriod, int JitterPartsPerMillion, bool Reply, long Patience, bool Roaming)
{
    /// <summary>The client opens a dead flow again this long after it noticed, give or take the jitter; absent: never.</summary>
    public long? ReopenAfter { get; init; }

    /// <summary>TCP: silence before the client's kernel probes its peer, and between probes, in whole seconds; 0 is never.</summary>
    public long KeepAlive { get; init; }
}

/// <summary>One watched flow; the endpoints' events name it by <paramref name="Number"/>.</summary>
/// <param name="Number">Unique in the run.</param>
/// <param name="Name">GROUP-N.</param>
/// <param name="Group">Place among <see cref="TrafficDescription.Groups"/>.</param>
/// <param name="Client">Number of its client.</param>
/// <param name="SourcePort">Unique among the flows of its client.</param>
/// <param name="Server">Number of its server.</param>
/// <param name="ServerPort">One of <see cref="TrafficDescription.ServerPorts"/>.</param>
/// <param name="OpenAt">When the client opens it.</param>
/// <param name="PayloadBytes">Of each message, 16 to 1400.</param>
/// <param name="Seed">Of its rhythms.</param>
public sealed record FlowDescription(
    int Number, string Name, int Group, int Client, ushort SourcePort, int Server, ushort ServerPort, long OpenAt, int PayloadBytes, ulong Seed)
{
    /// <summary>A period of its own; absent: the group's.</summary>
    public long? ClientPeriod { get; init; }

    /// <summary>A period of its own; absent: the group's.</summary>
    public long? ServerPeriod { get; init; }
}

/// <summary>Short flows that churn the table.</summary>
/// <param name="Name">As in the scenario.</param>
/// <param name="Transport">UDP, or whole TCP connections.</param>
/// <param name="FlowsPerThousandSeconds">At the beginning, over all clients, dealt to them in turn.</param>
/// <param name="Exchanges">Messages that the client sends on each.</param>
/// <param name="Replies">The server answers each.</param>
/// <param name="PayloadBytesMinimum">Messages have a drawn length.</param>
/// <param name="PayloadBytesMaximum">Included.</param>
/// <param name="Seed">Of its draws.</param>
public sealed record PressureDescription(
    string Name, Transport Transport, long FlowsPerThousandSeconds, int Exchanges, bool Replies, int PayloadBytesMinimum, int PayloadBytesMaximum, ulong Seed)
{
    /// <summary>The rate at the end of a ramp; 0 is no ramp.</summary>
    public long RampTo { get; init; }

    /// <summary>How long the ramp takes, from the moment at which pressure begins.</summary>
    public long RampOver { get; init; }

    /// <summary>From one burst to the next; 0 is no bursts.</summary>
    public long BurstEvery { get; init; }

    /// <summary>All flows of a period start within this time at its beginning.</summary>
    public long BurstLength { get; init; }
}
