namespace Chaos.Simulation.Tcp;

/// <summary>
/// Whether what arrived is acknowledged at once, or waits for an answer to ride on: as Linux decides it. Nanoseconds.
/// Source: measured (harness/docs/decisions/0016-acknowledgments-at-once.md); net/ipv4/tcp_input.c (tcp_event_data_recv), tcp_output.c
/// (tcp_event_data_sent, tcp_send_delayed_ack), tcp_timer.c (tcp_delack_timer_handler).
/// </summary>
/// <remarks>
/// A side that answers soon is expected to do so again ("ping-pong"). The credits for quick acknowledgments are left out: where they end,
/// the read of a
/// program acknowledges a segment that ends a message just as soon, and here each segment does and each program reads at once.
/// </remarks>
internal struct AcknowledgmentMode()
{
    private long interval, lastReceived;

    /// <summary>Nothing shows that this side answers soon, so nothing is waited for.</summary>
    public bool AtOnce { get; private set; } = true;

    /// <summary>Data in order arrived. What comes faster than expected, or not much slower, moves the expectation.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="retransmissionTimeout">The bound of the expectation.</param>
    public void OnReceived(long now, long retransmissionTimeout)
    {
        long gap = now - lastReceived;
        if (interval == 0) interval = TcpTimes.AcknowledgmentDelay;
        else if (gap <= TcpTimes.AcknowledgmentDelay / 2) interval = (interval + TcpTimes.AcknowledgmentDelay) / 2;
        else if (gap < interval) interval = Math.Min((interval / 2) + gap, retransmissionTimeout);
        lastReceived = now;
    }

    /// <summary>Data was sent: an answer, if it follows soon on what arrived.</summary>
    public void OnSent(long now)
    {
        if (now - lastReceived < interval) AtOnce = false;
    }

    /// <summary>The peer has said all: our own FIN is likely to follow.</summary>
    public void OnPeerClosed() => AtOnce = false;

    /// <summary>No answer came in time, or the peer sent again what had arrived: it waits for us.</summary>
    public void OnPeerWaits() => (AtOnce, interval) = (true, TcpTimes.AcknowledgmentDelay);

    /// <summary>How long an acknowledgment waits for an answer.</summary>
    /// <param name="roundTrip">Smoothed; 0 if it was not measured.</param>
    public readonly long Delay(long roundTrip)
    {
        long longest = TcpTimes.LongestAcknowledgmentDelay;
        if (roundTrip > 0) longest = Math.Clamp(roundTrip, TcpTimes.AcknowledgmentDelay, longest);
        return Math.Min(interval, longest);
    }
}
