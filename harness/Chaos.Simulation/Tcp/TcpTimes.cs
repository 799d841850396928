namespace Chaos.Simulation.Tcp;

/// <summary>
/// Times in nanoseconds and limits, as Linux has them by default. Source: include/net/tcp.h, Documentation/networking/ip-sysctl.rst.
/// </summary>
internal static class TcpTimes
{
    public const long Millisecond = 1_000_000, Second = 1000 * Millisecond;

    /// <summary>Before there is a measurement (TCP_TIMEOUT_INIT; RFC 6298 section 2.1).</summary>
    public const long InitialTimeout = Second;

    /// <summary>TCP_RTO_MIN; RFC 6298 asks for a second.</summary>
    public const long ShortestTimeout = 200 * Millisecond;

    /// <summary>TCP_RTO_MAX.</summary>
    public const long LongestTimeout = 120 * Second;

    /// <summary>TCP_DELACK_MIN, TCP_ATO_MIN.</summary>
    public const long AcknowledgmentDelay = 40 * Millisecond;

    /// <summary>TCP_DELACK_MAX.</summary>
    public const long LongestAcknowledgmentDelay = 200 * Millisecond;

    /// <summary>A connection acknowledges at least each second segment at once (RFC 9293 section 3.8.6.3).</summary>
    public const int SegmentsPerAcknowledgment = 2;

    /// <summary>Duplicate acknowledgments that make up for a timeout (RFC 5681 section 3.2).</summary>
    public const int DuplicatesForRetransmission = 3;

    /// <summary>
    /// Answers to segments without data that do not fit are this far apart (tcp_invalid_ratelimit): two confused peers do not answer each
    /// other forever.
    /// </summary>
    public const long ChallengeInterval = 500 * Millisecond;

    /// <summary>TCP_TIMEWAIT_LEN, and tcp_fin_timeout for a peer that never closes.</summary>
    public const long TimeWait = 60 * Second;

    /// <summary>tcp_syn_linear_timeouts: so many SYNs are sent a second apart before the wait doubles.</summary>
    public const int EvenSynRetries = 4;

    /// <summary>The above and tcp_syn_retries.</summary>
    public const int SynRetries = EvenSynRetries + 6;

    /// <summary>tcp_synack_retries.</summary>
    public const int SynAckRetries = 5;

    /// <summary>tcp_retries2: about 15 minutes.</summary>
    public const int DataRetries = 15;

    /// <summary>tcp_orphan_retries at its default: of a connection whose program has closed it.</summary>
    public const int OrphanRetries = 8;

    /// <summary>tcp_keepalive_probes.</summary>
    public const int KeepAliveProbes = 9;

    /// <summary>Bytes that may be under way: the window without scaling, which every host here offers and never closes.</summary>
    public const int Window = 65535;
}
