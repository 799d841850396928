using Chaos.Packets;

namespace Chaos.Scenarios;

/// <summary>Long-lived flows of one description, each of them watched.</summary>
public sealed record FlowGroup
{
    public required string Name { get; init; }

    public required IpProtocol Protocol { get; init; }

    public required int Count { get; init; }

    /// <summary>The flows open at drawn moments inside this time.</summary>
    public required TimeSpan OpenOver { get; init; }

    /// <summary>Period of the client's messages; null is `never`.</summary>
    public required TimeSpan? ClientEvery { get; init; }

    /// <summary>Period of the server's messages; null is `never`.</summary>
    public required TimeSpan? ServerEvery { get; init; }

    /// <summary>0 to 1, uniform around the period.</summary>
    public required double Jitter { get; init; }

    /// <summary>The other side answers each message.</summary>
    public required bool Reply { get; init; }

    /// <summary>Bytes of a message, drawn once per flow.</summary>
    public required PayloadRange Payload { get; init; }

    public required TimeSpan Patience { get; init; }

    public required PeerKind Peer { get; init; }
}

/// <summary>Bytes, both ends included.</summary>
public readonly record struct PayloadRange(int MinimumBytes, int MaximumBytes);

/// <summary>What a UDP server makes of a flow that comes from another address or port.</summary>
public enum PeerKind
{
    /// <summary>A connected socket: the flow is dead.</summary>
    Strict,

    /// <summary>QUIC, WireGuard: the flow moves on, and the move is counted.</summary>
    Roaming,
}

/// <summary>Short-lived flows that churn the table; counted, not watched.</summary>
public sealed record PressureGroup
{
    public required string Name { get; init; }

    public required IpProtocol Protocol { get; init; }

    /// <summary>New flows per second, over all clients.</summary>
    public required double RatePerSecond { get; init; }

    /// <summary>Messages that the client sends on each flow, at least 1.</summary>
    public required int Exchanges { get; init; }

    /// <summary>The server answers each message.</summary>
    public required bool Replies { get; init; }

    public required PayloadRange Payload { get; init; }
}
