namespace Chaos.Packets;

/// <summary>Why a packet did not arrive. Source: RFC 792; the other codes are in RFC 1812 section 5.2.7.1.</summary>
public enum IcmpUnreachableCode : byte
{
    Network = 0,
    Host = 1,
    Protocol = 2,
    Port = 3,

    /// <summary>The packet is too large for a link on its way; smaller ones may arrive.</summary>
    FragmentationNeeded = 4,
}
