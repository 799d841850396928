namespace Chaos.Model;

/// <summary>Who stands on which side of the NAT.</summary>
public enum TopologyKind : byte
{
    /// <summary>Clients inside, servers outside.</summary>
    Egress,

    /// <summary>Clients outside, which connect to the node's ports; the servers are pods inside.</summary>
    NodePort,
}
