namespace Chaos.Runs;

/// <summary>What an endpoint saw of a flow's end.</summary>
public enum DeathCause
{
    None,

    /// <summary>RST, or ICMP unreachable.</summary>
    Reset,

    /// <summary>The server saw the flow from another address or port.</summary>
    PortChanged,

    /// <summary>A deadline passed without a message.</summary>
    Timeout,

    /// <summary>Never opened.</summary>
    Refused,

    /// <summary>The peer closed unasked.</summary>
    Closed,

    /// <summary>Our generator or container failed: counts against us, never for a NAT.</summary>
    Harness,
}
