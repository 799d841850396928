using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Chaos.Model;

namespace Chaos.Packets;

/// <summary>
/// Where a transport header keeps its ports and its checksum. An ICMP echo has one identifier: the asking side's port, and the answering
/// side's is 0.
/// </summary>
/// <remarks>The spans hold at least the first eight bytes of the header, which all protocols here have.</remarks>
internal static class TransportPorts
{
    /// <summary>The source port comes first, the destination port right behind it.</summary>
    public const int PortBytes = 2;

    private const int TcpChecksumOffset = 16, UdpChecksumOffset = 6;

    /// <summary>Whether this packet has ports, or an identifier in their place.</summary>
    public static bool Has(IpProtocol protocol, ReadOnlySpan<byte> transport) => protocol switch
    {
        IpProtocol.Tcp or IpProtocol.Udp => true,
        IpProtocol.Icmp => (IcmpType)transport[0] is IcmpType.EchoRequest or IcmpType.EchoReply,
        _ => false,
    };

    /// <summary>0 where there are none.</summary>
    public static (ushort Source, ushort Destination) Read(IpProtocol protocol, ReadOnlySpan<byte> transport)
    {
        if (protocol != IpProtocol.Icmp)
            return (BinaryPrimitives.ReadUInt16BigEndian(transport), BinaryPrimitives.ReadUInt16BigEndian(transport[2..]));
        ushort identifier = BinaryPrimitives.ReadUInt16BigEndian(transport[IcmpMessage.IdentifierOffset..]);
        return (IcmpType)transport[0] switch
        {
            IcmpType.EchoRequest => (identifier, 0),
            IcmpType.EchoReply => (0, identifier),
            _ => (0, 0),
        };
    }

    public static int SourceOffset(IpProtocol protocol) => protocol == IpProtocol.Icmp ? IcmpMessage.IdentifierOffset : 0;

    public static int DestinationOffset(IpProtocol protocol) => protocol == IpProtocol.Icmp ? IcmpMessage.IdentifierOffset : PortBytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ChecksumOffset(IpProtocol protocol) => protocol switch
    {
        IpProtocol.Icmp => IcmpMessage.ChecksumOffset,
        IpProtocol.Udp => UdpChecksumOffset,
        _ => TcpChecksumOffset,
    };
}
