namespace Chaos.Simulation.Tcp;

/// <summary>How long to wait for an acknowledgment. Source: RFC 6298, with the bounds of Linux. Nanoseconds.</summary>
internal struct RetransmissionTimeout()
{
    /// <summary>More doublings would only meet the bound again.</summary>
    private const int MostDoublings = 10;

    private long smoothed, variation;
    private int doublings;
    private bool isMeasured;

    /// <summary>Smoothed; 0 if there is no measurement.</summary>
    public readonly long RoundTrip => smoothed;

    /// <summary>The wait that holds now, doubled after each timeout.</summary>
    public readonly long Current => Math.Min(Base << doublings, TcpTimes.LongestTimeout);

    /// <summary>Linux keeps the variation, not the sum, at the least timeout.</summary>
    private readonly long Base => isMeasured ? smoothed + Math.Max(4 * variation, TcpTimes.ShortestTimeout) : TcpTimes.InitialTimeout;

    /// <summary>A round trip of a segment that was sent once (Karn's rule is the caller's).</summary>
    public void Measure(long roundTrip)
    {
        if (isMeasured)
        {
            variation += (Math.Abs(smoothed - roundTrip) - variation) / 4;
            smoothed += (roundTrip - smoothed) / 8;
        }
        else
        {
            (smoothed, variation, isMeasured) = (roundTrip, roundTrip / 2, true);
        }
    }

    public void BackOff() => doublings = Math.Min(doublings + 1, MostDoublings);

    /// <summary>Something new was acknowledged.</summary>
    public void Recover() => doublings = 0;
}
