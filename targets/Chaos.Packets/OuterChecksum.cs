namespace Chaos.Packets;

/// <summary>What becomes of the checksum of an ICMP error when the packet that it quotes is rewritten.</summary>
public enum OuterChecksum : byte
{
    /// <summary>It is updated for all that changed: a right checksum stays right.</summary>
    Updated,

    /// <summary>It is left as it is: right only where the changes in the quote cancel out, as in a quoted echo.</summary>
    Unchanged,

    /// <summary>It is updated as if each quoted checksum covered the addresses: right for TCP and UDP, wrong for a quoted echo.</summary>
    AsForTcp,
}
