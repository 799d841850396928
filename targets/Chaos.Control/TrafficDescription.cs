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

    /// <summary>Ports in that range that pressure leaves alone, besides those of the flows: a process beside this one has them.</summary>
    public IReadOnlyList<ushort> ReservedPorts { get; init; } = [];

    public required IReadOnlyList<GroupDescription> Groups { get; init; }

    public required IReadOnlyList<FlowDescription> Flows { get; init; }

    public required IReadOnlyList<PressureDescription> Pressure { get; init; }
}

/// <summary>What the flows of one group share.</summary>
/// <param name="Name">As in the scenario.</param>
/// <param name="Transport">Of all its flows.</param>
/// <param name="ClientPeriod">Of the client's messages; 0 is never.</param>
/// <param name="ServerPeriod">Of the server's messages; 0 is never.</param>
/// <param name="JitterPartsPerMillion">0 to 1,000,000, uniform around the period.</param>
/// <param name="Reply">The other side answers each message.</param>
/// <param name="Patience">How long past its time a message or an answer may be.</param>
/// <param name="Roaming">A UDP server follows the flow to a new address or port.</param>
public sealed record GroupDescription(
    string Name, Transport Transport, long ClientPeriod, long ServerPeriod, int JitterPartsPerMillion, bool Reply, long Patience, bool Roaming);

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
    int Number, string Name, int Group, int Client, ushort SourcePort, int Server, ushort ServerPort, long OpenAt, int PayloadBytes, ulong Seed);

/// <summary>Short flows that churn the table.</summary>
/// <param name="Name">As in the scenario.</param>
/// <param name="Transport">UDP, or whole TCP connections.</param>
/// <param name="FlowsPerThousandSeconds">Over all clients, dealt to them in turn.</param>
/// <param name="Exchanges">Messages that the client sends on each.</param>
/// <param name="Replies">The server answers each.</param>
/// <param name="PayloadBytesMinimum">Messages have a drawn length.</param>
/// <param name="PayloadBytesMaximum">Included.</param>
/// <param name="Seed">Of its draws.</param>
public sealed record PressureDescription(
    string Name, Transport Transport, long FlowsPerThousandSeconds, int Exchanges, bool Replies, int PayloadBytesMinimum, int PayloadBytesMaximum, ulong Seed);
