namespace Chaos.Model;

/// <summary>What becomes of a reply that has no reverse entry.</summary>
public enum UnmatchedReply : byte
{
    /// <summary>Given to the host, which answers RST or ICMP port unreachable.</summary>
    Punt,

    /// <summary>Dropped in silence.</summary>
    Drop,
}
