using Chaos.Packets;

namespace Chaos.Scenarios;

/// <summary>Long-lived flows of one description, each of them watched.</summary>
public sealed record FlowGroup
{
    public required string Name { get; init; }

    public required int Count { get; init; }

    /// <summary>The flows open at drawn moments inside this time.</summary>
    public required TimeSpan OpenOver { get; init; }

    /// <summary>A dead flow is opened again this long after its client noticed, give or take the jitter; null: it stays dead.</summary>
    public required TimeSpan? ReopenAfter { get; init; }

    /// <summary>At least one; each flow has one of them, drawn by weight.</summary>
    public required IReadOnlyList<FlowShape> Shapes { get; init; }

    /// <summary>0 to 1: the part of the group's flows that has this shape, in the mean.</summary>
    public double ShareOf(FlowShape shape) => (double)shape.Weight / Shapes.Sum(each => each.Weight);
}

/// <summary>What a flow sends, and what its peer expects of it.</summary>
public sealed record FlowShape
{
    /// <summary>Against the other shapes of the group, at least 1.</summary>
    public required int Weight { get; init; }

    public required IpProtocol Protocol { get; init; }

    /// <summary>Period of the client's messages; null is `never`.</summary>
    public required PeriodSpread? ClientEvery { get; init; }

    /// <summary>Period of the server's messages; null is `never`.</summary>
    public required PeriodSpread? ServerEvery { get; init; }

    /// <summary>0 to 1, uniform around the period.</summary>
    public required double Jitter { get; init; }

    /// <summary>The other side answers each message.</summary>
    public required bool Reply { get; init; }

    /// <summary>Bytes of a message, drawn once per flow.</summary>
    public required PayloadRange Payload { get; init; }

    public required TimeSpan Patience { get; init; }

    public required PeerKind Peer { get; init; }

    /// <summary>TCP: silence before a keep-alive probe, whole seconds; null is `never`, and always so for UDP.</summary>
    public required TimeSpan? KeepAlive { get; init; }
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
