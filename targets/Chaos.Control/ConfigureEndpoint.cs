namespace Chaos.Control;

/// <summary>Harness to client or server, once and first: which host of the plan it is, and the traffic it takes part in.</summary>
public sealed record ConfigureEndpoint : ControlMessage
{
    public required EndpointRole Role { get; init; }

    /// <summary>Its number among the clients, or among the servers, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Its own address: sockets bind to it.</summary>
    public required string Address { get; init; }

    /// <summary>All servers, by number.</summary>
    public required IReadOnlyList<string> ServerAddresses { get; init; }

    /// <summary>For each of the plan's server ports the port that clients connect to; empty where that is the same.</summary>
    public IReadOnlyList<ushort> NodePorts { get; init; } = [];

    /// <summary>The plan; of its flows only those that this endpoint is part of.</summary>
    public required TrafficDescription Traffic { get; init; }

    /// <summary>Tell each message of a watched flow as it leaves (<see cref="Sent"/>): for comparing worlds, not for load.</summary>
    public bool Trace { get; init; }
}

public enum EndpointRole
{
    Client,
    Server,
}
