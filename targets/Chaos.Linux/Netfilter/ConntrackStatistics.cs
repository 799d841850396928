namespace Chaos.Linux.Netfilter;

/// <summary>What became of connections in a network namespace.</summary>
/// <param name="InsertFailed">
/// First packets that were dropped because another connection has their tuple: where ports are translated, no port was free.
/// </param>
/// <param name="EarlyDrops">Connections that the kernel removed to make room at its own maximum (nf_conntrack_max).</param>
public readonly record struct ConntrackStatistics(long InsertFailed, long EarlyDrops);
