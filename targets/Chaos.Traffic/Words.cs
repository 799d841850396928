namespace Chaos.Traffic;

public enum Transport : byte
{
    Udp,
    Tcp,
}

/// <summary>Who acts on a flow.</summary>
public enum Side : byte
{
    Client,
    Server,
}

/// <summary>What an endpoint saw when a flow died.</summary>
public enum DeathCause : byte
{
    /// <summary>RST, or ICMP port unreachable.</summary>
    Reset,

    /// <summary>The server saw the flow from another address or port.</summary>
    PortChanged,

    /// <summary>A deadline passed.</summary>
    Timeout,

    /// <summary>The flow never opened.</summary>
    Refused,

    /// <summary>The peer closed unasked.</summary>
    Closed,

    /// <summary>Our generator failed: counts against us, never for a NAT.</summary>
    Harness,
}

/// <summary>An address and port as a server sees them; the address in host order.</summary>
public readonly record struct Peer(uint Address, ushort Port)
{
    public override int GetHashCode() => unchecked((int)(Address * 0x9E3779B1u) ^ Port);
}
