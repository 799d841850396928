using System.Buffers.Binary;
using Chaos.Model;
using Chaos.Packets;

namespace Chaos.Import.Captures;

/// <summary>What the headers of a captured packet say; the payload may have been cut off.</summary>
/// <param name="Tuple">As the packet carries it.</param>
/// <param name="Payload">Bytes behind the transport header, as the headers say.</param>
/// <param name="Flags">TCP; none for UDP.</param>
/// <param name="Sequence">TCP.</param>
internal readonly record struct PacketHead(FiveTuple Tuple, int Payload, TcpFlags Flags, uint Sequence)
{
    private const int UdpHeader = 8, TcpHeader = 20;

    /// <summary>False for what is neither TCP nor UDP, a later fragment, or cut off within its headers.</summary>
    public static bool TryRead(ReadOnlySpan<byte> ip, out PacketHead head)
    {
        head = default;
        if (ip.Length < Ipv4Packet.MinimumHeaderBytes) return false;
        int headerBytes = (ip[0] & 0xF) * 4, total = BinaryPrimitives.ReadUInt16BigEndian(ip[2..]);
        IpProtocol protocol = (IpProtocol)ip[9];
        bool isTcp = protocol == IpProtocol.Tcp;
        int needed = headerBytes + (isTcp ? TcpHeader : UdpHeader);
        bool isLaterFragment = (BinaryPrimitives.ReadUInt16BigEndian(ip[6..]) & 0x1FFF) != 0;
        if (headerBytes < Ipv4Packet.MinimumHeaderBytes || !(isTcp || protocol == IpProtocol.Udp) || isLaterFragment || ip.Length < needed)
            return false;
        ReadOnlySpan<byte> transport = ip[headerBytes..];
        FiveTuple tuple = new(
            protocol, Ipv4Packet.SourceOf(ip), BinaryPrimitives.ReadUInt16BigEndian(transport), Ipv4Packet.DestinationOf(ip),
            BinaryPrimitives.ReadUInt16BigEndian(transport[2..]));
        int transportBytes = isTcp ? (transport[12] >> 4) * 4 : UdpHeader;
        // Offload may leave the total length at zero; then nothing is known of the payload, and a message is assumed.
        int payload = total == 0 ? 1 : Math.Max(0, total - headerBytes - transportBytes);
        head = isTcp
            ? new PacketHead(tuple, payload, (TcpFlags)(transport[13] & 31), BinaryPrimitives.ReadUInt32BigEndian(transport[4..]))
            : new PacketHead(tuple, payload, TcpFlags.None, 0);
        return true;
    }
}
