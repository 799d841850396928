namespace Chaos.Packets;

/// <summary>Why bytes are not a packet that we handle.</summary>
public enum PacketError : byte
{
    None,
    NotIpv4,
    Truncated,
    BadHeaderLength,
    BadHeaderChecksum,

    /// <summary>A fragment after the first: it does not tell its ports.</summary>
    Fragment,
    UnsupportedProtocol,
    BadTransportHeader,
}
