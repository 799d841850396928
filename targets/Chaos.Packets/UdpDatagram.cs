using System.Buffers.Binary;
using Chaos.Model;

namespace Chaos.Packets;

/// <summary>A UDP datagram. Source: RFC 768.</summary>
public static class UdpDatagram
{
    public const int HeaderBytes = 8;

    /// <summary>In a whole packet of ours, which has no IP options.</summary>
    public const int PayloadOffset = Ipv4Packet.MinimumHeaderBytes + HeaderBytes;

    /// <summary>The payload of a parsed packet.</summary>
    public static Span<byte> Payload(Ipv4Packet packet) => packet.Transport[HeaderBytes..];

    /// <summary>
    /// Writes a whole packet and returns its length in bytes; <paramref name="packet"/> must have room for 28 bytes and the payload.
    /// </summary>
    public static int Write(Span<byte> packet, FiveTuple tuple, ReadOnlySpan<byte> payload)
    {
        payload.CopyTo(packet[PayloadOffset..]);
        packet = packet[..(PayloadOffset + payload.Length)];
        WriteHeaders(packet, tuple, InternetChecksum.Add(0, payload));
        return packet.Length;
    }

    /// <summary>
    /// Writes both headers in front of a payload that stands in its place already; <paramref name="packet"/> is as long as the whole.
    /// </summary>
    /// <param name="packet">All of it.</param>
    /// <param name="tuple">Whose.</param>
    /// <param name="payloadSum">The unfolded sum of the payload's 16-bit words.</param>
    public static void WriteHeaders(Span<byte> packet, FiveTuple tuple, ulong payloadSum)
    {
        Ipv4Header.Write(packet, IpProtocol.Udp, tuple.SourceAddress, tuple.DestinationAddress);
        int length = packet.Length - Ipv4Packet.MinimumHeaderBytes;
        ulong sum = InternetChecksum.PseudoHeader(tuple.SourceAddress, tuple.DestinationAddress, IpProtocol.Udp, length);
        ushort checksum = InternetChecksum.Finish(unchecked(sum + tuple.SourcePort + tuple.DestinationPort + (uint)length + payloadSum));
        if (checksum == 0) checksum = 0xFFFF;
        BinaryPrimitives.WriteUInt64BigEndian(
            packet[Ipv4Packet.MinimumHeaderBytes..],
            (ulong)tuple.SourcePort << 48 | (ulong)tuple.DestinationPort << 32 | (ulong)length << 16 | checksum);
    }
}
