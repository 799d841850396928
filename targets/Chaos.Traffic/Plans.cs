namespace Chaos.Traffic;

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

    /// <summary>Ports in that range that are not to be drawn, besides those of this host's own flows: a process beside it has them.</summary>
    public IReadOnlyList<ushort> ReservedPorts { get; init; } = [];
}

/// <summary>What the flows of one kind share: a group of the scenario, or one shape of a mixed group.</summary>
public sealed record GroupPlan
{
    /// <summary>The group's name; the shapes of a mixed group share it.</summary>
    public required string Name { get; init; }

    public required Transport Transport { get; init; }

    /// <summary>Period of the client's messages in nanoseconds; 0 is never. The longest, where its flows have periods of their own.</summary>
    public required long ClientPeriod { get; init; }

    /// <summary>Period of the server's messages in nanoseconds; 0 is never. The longest, where its flows have periods of their own.</summary>
    public required long ServerPeriod { get; init; }

    /// <summary>0 to 1,000,000: uniform around the period.</summary>
    public required int JitterPartsPerMillion { get; init; }

    /// <summary>The other side answers each message.</summary>
    public required bool Reply { get; init; }

    /// <summary>Nanoseconds.</summary>
    public required long Patience { get; init; }

    /// <summary>A UDP server follows the flow to a new address or port instead of calling it dead.</summary>
    public required bool Roaming { get; init; }

    /// <summary>The client opens a dead flow again, from another port, this many nanoseconds (give or take the jitter) after it noticed; null: never.</summary>
    public long? ReopenAfter { get; init; }

    /// <summary>TCP: nanoseconds of silence before the client's host probes its peer, and between probes; 0 is never.</summary>
    public long KeepAlive { get; init; }

    /// <summary>The longest time from a break to its detection: what the tail of a run waits for.</summary>
    public long LongestDeadline => Math.Max(
        Reply ? Patience : 0,
        Math.Max(ClientPeriod == 0 ? 0 : Limit(ClientPeriod), ServerPeriod == 0 ? 0 : Limit(ServerPeriod)));

    /// <summary>Nanoseconds between two messages of a side of a flow of this group; 0 is never.</summary>
    public long Period(FlowPlan flow, Side side) =>
        side == Side.Client ? flow.ClientPeriod ?? ClientPeriod : flow.ServerPeriod ?? ServerPeriod;

    /// <summary>How long this side may stay silent before the other calls the flow dead; <see cref="long.MaxValue"/> if it never speaks.</summary>
    public long SilenceLimit(FlowPlan flow, Side side) => Period(flow, side) is > 0 and long period ? Limit(period) : long.MaxValue;

    /// <summary>Half the width of the jitter around a time, in nanoseconds.</summary>
    public long Jitter(long around) => (long)((Int128)around * JitterPartsPerMillion / 1_000_000);

    private long Limit(long period) => period + Jitter(period) + Patience;
}

/// <summary>One watched flow.</summary>
/// <param name="Number">Its place in <see cref="TrafficPlan.Flows"/>.</param>
/// <param name="Name">GROUP-N, N from 0.</param>
/// <param name="Group">Its group's place in <see cref="TrafficPlan.Groups"/>.</param>
/// <param name="Client">Client host, from 0.</param>
/// <param name="SourcePort">Unique among the flows of the client.</param>
/// <param name="Server">Server host, from 0.</param>
/// <param name="ServerPort">One of <see cref="TrafficPlan.ServerPorts"/>.</param>
/// <param name="OpenAt">When the client opens it.</param>
/// <param name="PayloadBytes">Length of each message.</param>
/// <param name="Seed">Of its rhythms.</param>
public sealed record FlowPlan(
    int Number, string Name, int Group, int Client, ushort SourcePort, int Server, ushort ServerPort, long OpenAt, int PayloadBytes, ulong Seed)
{
    /// <summary>A period of its own, drawn, in nanoseconds; null: the group's.</summary>
    public long? ClientPeriod { get; init; }

    /// <summary>A period of its own, drawn, in nanoseconds; null: the group's.</summary>
    public long? ServerPeriod { get; init; }

    /// <summary>The host that has this side of it.</summary>
    public int Host(Side side) => side == Side.Client ? Client : Server;
}

/// <summary>Short flows that churn the table.</summary>
/// <param name="Name">For reports.</param>
/// <param name="Transport">UDP, or whole TCP connections.</param>
/// <param name="Rate">New flows, over all clients, dealt to the clients in turn.</param>
/// <param name="Exchanges">Messages that the client sends on each.</param>
/// <param name="Replies">The server answers each, and the client waits for it.</param>
/// <param name="PayloadBytesMinimum">Messages have a drawn length.</param>
/// <param name="PayloadBytesMaximum">Included.</param>
/// <param name="Seed">Of its draws.</param>
public sealed record PressurePlan(
    string Name, Transport Transport, RateShape Rate, int Exchanges, bool Replies, int PayloadBytesMinimum, int PayloadBytesMaximum, ulong Seed);
