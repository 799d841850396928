namespace Chaos.Linux.Netfilter;

/// <summary>How the source of a packet is translated.</summary>
/// <param name="Address">The new source address; null for masquerade, the address of the interface by which the packet leaves.</param>
/// <param name="LowestPort">The lowest new source port of TCP and UDP.</param>
/// <param name="HighestPort">The highest one. The kernel keeps a client's port if it is in the range and free.</param>
public readonly record struct SourceTranslation(uint? Address, int LowestPort, int HighestPort);

/// <summary>What a NAT made of nftables does in its network namespace.</summary>
/// <param name="Outside">Packets that leave by this interface are translated.</param>
/// <param name="Translation">To which address and ports.</param>
/// <param name="ConnectionLimit">
/// New connections to the outside are dropped while more than this number exists; null for no limit. The kernel does not count closed TCP
/// connections, which wait in its table for their timeout.
/// </param>
public sealed record NatRules(NetworkInterface Outside, SourceTranslation Translation, int? ConnectionLimit)
{
    /// <summary>
    /// What comes from the outside to this host and belongs to no connection is dropped; else the host answers it: RST, or ICMP port
    /// unreachable.
    /// </summary>
    public bool DropsUnmatched { get; init; }
}

/// <summary>Packets that the rules of a NAT counted since it was made.</summary>
/// <param name="Met">All that came in and were not for this host.</param>
/// <param name="Translated">Of these, the first of each connection that was translated.</param>
/// <param name="Refused">
/// Of these, packets of new connections that the limit dropped. A client that sends again is counted again.
/// </param>
/// <param name="Untranslated">
/// Of these, what would have passed without translation and was dropped: new connections from the outside, and what conntrack calls
/// invalid.
/// </param>
/// <param name="Unmatched">From the outside to this host, of no connection: replies that no translation fits.</param>
public readonly record struct NatRuleCounts(long Met, long Translated, long Refused, long Untranslated, long Unmatched);
