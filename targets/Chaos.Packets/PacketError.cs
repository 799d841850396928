namespace Chaos.Packets;

/// <summary>Why bytes are not a packet that we handle.</summary>
public enum PacketError : byte
{
    None,
    NotIpv4,
    Truncated,
    BadHeaderLength,
    BadHeaderChecksum,

    /// <summary>Any fragment: only a whole datagram tells its ports.</summary>
    Fragment,
    UnsupportedProtocol,
    BadTransportHeader,
}
