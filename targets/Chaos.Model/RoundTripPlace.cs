namespace Chaos.Model;

/// <summary>Where a round trip time lies, seen from the node.</summary>
public enum RoundTripPlace
{
    /// <summary>Half between clients and node, half between node and servers.</summary>
    Both,

    /// <summary>All of it between clients and node.</summary>
    Clients,

    /// <summary>All of it between node and servers: clients are next to the node, as pods are.</summary>
    Servers,
}
