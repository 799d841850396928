namespace Chaos.Faults;

/// <summary>
/// A client or a server as faults see it. What only one of the two can do, the other need not implement; no fault asks it to.
/// </summary>
public interface IPeerSite
{
    /// <summary>The watched flows that end here, ascending.</summary>
    IEnumerable<int> Flows { get; }

    /// <summary>Its program stands still until then, as under SIGSTOP; what comes in waits.</summary>
    void StandStill(long untilNanoseconds);

    /// <summary>A server's program ends, and with it its sockets and all that it knew.</summary>
    void GoDown() => throw new NotSupportedException("only servers go down");

    /// <summary>The server's program begins anew.</summary>
    void ComeBack() => throw new NotSupportedException("only servers go down");

    /// <summary>Keep-alive probes of the TCP flows that have them, off or on again.</summary>
    void SetKeepAlive(bool on) => throw new NotSupportedException("clients keep their connections alive");

    /// <summary>A client begins short flows of a pressure group, besides those that it begins anyway.</summary>
    /// <param name="pressure">The name of the group.</param>
    /// <param name="ratePerSecond">Over all clients; each takes its part.</param>
    /// <param name="seed">Of the draws, the same for all clients.</param>
    /// <param name="fromNanoseconds">The first flow begins then.</param>
    /// <param name="untilNanoseconds">None begins from then on.</param>
    void Burst(string pressure, double ratePerSecond, ulong seed, long fromNanoseconds, long untilNanoseconds) =>
        throw new NotSupportedException("clients begin short flows");
}
