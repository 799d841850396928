using Chaos.Model;

namespace Chaos.Control;

/// <summary>Harness to client or server, once and first: which host of the plan it is, and the traffic it takes part in.</summary>
public sealed record ConfigureEndpoint : ControlMessage
{
    public required Side Side { get; init; }

    /// <summary>Its number among the clients, or among the servers, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>All hosts; sockets bind to the endpoint's own address.</summary>
    public required NetworkPlan Network { get; init; }

    /// <summary>The plan; of its flows only those that this endpoint is part of.</summary>
    public required TrafficPlan Traffic { get; init; }

    /// <summary>Report each message of a watched flow as it leaves (<see cref="Sent"/>): for comparing worlds, not for load.</summary>
    public bool Trace { get; init; }
}
