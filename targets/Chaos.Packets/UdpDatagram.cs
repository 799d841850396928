using System.Buffers.Binary;

namespace Chaos.Packets;

/// <summary>A UDP datagram. Source: RFC 768.</summary>
public static class UdpDatagram
{
    public const int HeaderBytes = 8;

    /// <summary>The payload of a parsed packet.</summary>
    public static Span<byte> Payload(Ipv4Packet packet) => packet.Transport[HeaderBytes..];

    /// <summary>Writes a whole packet and returns its length in bytes; <paramref name="packet"/> must have room for 28 bytes and the payload.</summary>
    public static int Write(Span<byte> packet, FiveTuple tuple, ReadOnlySpan<byte> payload)
    {
        int length = Ipv4Packet.MinimumHeaderBytes + HeaderBytes + payload.Length;
        packet = packet[..length];
        Ipv4Header.Write(packet, IpProtocol.Udp, tuple.SourceAddress, tuple.DestinationAddress);
        Span<byte> datagram = packet[Ipv4Packet.MinimumHeaderBytes..];
        BinaryPrimitives.WriteUInt16BigEndian(datagram, tuple.SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[2..], tuple.DestinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[4..], (ushort)datagram.Length);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[6..], 0);
        payload.CopyTo(datagram[HeaderBytes..]);
        ulong sum = InternetChecksum.PseudoHeader(tuple.SourceAddress, tuple.DestinationAddress, IpProtocol.Udp, datagram.Length);
        ushort checksum = InternetChecksum.Finish(InternetChecksum.Add(sum, datagram));
        BinaryPrimitives.WriteUInt16BigEndian(datagram[6..], checksum == 0 ? (ushort)0xFFFF : checksum);
        return length;
    }
}
