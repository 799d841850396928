namespace Chaos.Model;

/// <summary>A service: what comes to the frontend goes to one of the backends.</summary>
/// <param name="Protocol">TCP or UDP.</param>
/// <param name="Frontend">The node's outside address and the node port.</param>
/// <param name="Backends">At least one pod.</param>
public sealed record Service(IpProtocol Protocol, SocketAddress Frontend, IReadOnlyList<SocketAddress> Backends);
