namespace Chaos.Nat;

public enum VerdictKind : byte
{
    /// <summary>Rewritten: send it on.</summary>
    Forward,

    /// <summary>No mapping knows this packet: the host has it, and answers RST or ICMP port unreachable.</summary>
    Punt,

    Drop,
}

/// <summary>Why a packet was dropped; each reason is a counter.</summary>
public enum DropReason : byte
{
    None,
    NotIpv4,
    Truncated,
    BadHeaderLength,
    BadHeaderChecksum,

    /// <summary>A fragment after the first: there is no fragment table.</summary>
    Fragment,
    UnsupportedProtocol,
    BadTransportHeader,

    /// <summary>From the clients, an ICMP message of a type that is not translated (DROP_NAT_UNSUPP_PROTO).</summary>
    UnsupportedIcmp,

    /// <summary>From the clients, an ICMP error with a code that is not translated (DROP_UNKNOWN_ICMP4_CODE).</summary>
    UnsupportedIcmpCode,

    /// <summary>An ICMP error whose quote ends before the TCP checksum, where the release needs it (DROP_CSUM_L4).</summary>
    ChecksumNotQuoted,

    /// <summary>An ICMP error that quotes too little, a later fragment, or a packet without ports.</summary>
    BadEmbeddedPacket,

    /// <summary>DROP_NAT_NO_MAPPING: no port was free, or the map refused an entry.</summary>
    NoMapping,

    /// <summary>DROP_CT_CREATE_FAILED: the conntrack map refused an entry.</summary>
    NoConntrackEntry,

    /// <summary>A reply without a reverse entry, where the scenario says `unmatched: drop`.</summary>
    Unmatched,
}

/// <summary>What becomes of a packet.</summary>
public readonly record struct PacketVerdict
{
    /// <summary>The reason above, the kind below: one word, which stays in a register.</summary>
    private readonly ushort word;

    private PacketVerdict(VerdictKind kind, DropReason reason) => word = (ushort)((uint)reason << 8 | (uint)kind);

    public VerdictKind Kind => unchecked((VerdictKind)word);

    /// <summary>None unless the packet was dropped.</summary>
    public DropReason Reason => (DropReason)(word >> 8);

    public static PacketVerdict Forward => new(VerdictKind.Forward, DropReason.None);

    public static PacketVerdict Punt => new(VerdictKind.Punt, DropReason.None);

    public static PacketVerdict Drop(DropReason reason) => new(VerdictKind.Drop, reason);
}
