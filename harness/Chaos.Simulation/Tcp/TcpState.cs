namespace Chaos.Simulation.Tcp;

/// <summary>Where a connection stands. Source: RFC 9293 section 3.3.2; LISTEN and TIME-WAIT belong to the stack.</summary>
internal enum TcpState : byte
{
    SynSent,
    SynReceived,
    Established,
    FinWait1,
    FinWait2,
    CloseWait,
    Closing,
    LastAck,

    /// <summary>Both sides have closed and we did so first: the tuple has to rest.</summary>
    TimeWait,
    Closed,
}
