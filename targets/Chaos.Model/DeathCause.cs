namespace Chaos.Model;

/// <summary>What an endpoint saw when a flow died.</summary>
public enum DeathCause : byte
{
    /// <summary>It did not die.</summary>
    None,

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
