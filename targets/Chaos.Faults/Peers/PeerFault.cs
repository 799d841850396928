namespace Chaos.Faults;

/// <summary>A fault that clients or servers carry out on themselves.</summary>
public abstract record PeerFault : Fault
{
    /// <summary>Whether it is the servers' affair; else the clients'.</summary>
    public virtual bool IsOfServers() => false;

    /// <summary>Only this host, from 0; null: all of them.</summary>
    public int? Host { get; init; }

    /// <param name="peer">What it is done to.</param>
    /// <param name="order">Which act is due.</param>
    /// <param name="nowNanoseconds">Now, on the clock of the run.</param>
    public abstract FaultReport Act(IPeerSite peer, FaultOrder order, long nowNanoseconds);

    /// <summary>What is held of each host: one text a host, so that faults of different hosts do not meet.</summary>
    protected IEnumerable<string> EachHost(string thing) =>
        (Host is { } one ? [one] : Enumerable.Range(0, MostHosts)).Select(
            host => $"{thing} of {(IsOfServers() ? "server" : "client")} {host}");
}
