using System.Buffers.Binary;

namespace Chaos.Packets;

/// <summary>ICMP destination unreachable, port unreachable. Source: RFC 792; how much is quoted: RFC 1812 section 4.3.2.3.</summary>
public static class IcmpUnreachable
{
    public const int HeaderBytes = 8;

    /// <summary>No error is longer than this, whatever it quotes.</summary>
    public const int MaximumPacketBytes = 576;

    private const byte DestinationUnreachable = 3, PortUnreachable = 3;
    private const int QuotedTransportBytes = 8;

    /// <summary>Writes the answer to <paramref name="refused"/> that the refusing host sends, and returns its length in bytes; the buffers must not overlap.</summary>
    public static int Write(Span<byte> packet, Ipv4Packet refused)
    {
        int quoted = Math.Min(refused.Bytes.Length, MaximumPacketBytes - Ipv4Packet.MinimumHeaderBytes - HeaderBytes);
        int length = Ipv4Packet.MinimumHeaderBytes + HeaderBytes + quoted;
        packet = packet[..length];
        Span<byte> message = packet[Ipv4Packet.MinimumHeaderBytes..];
        refused.Bytes[..quoted].CopyTo(message[HeaderBytes..]);
        Ipv4Header.Write(packet, IpProtocol.Icmp, refused.Destination, refused.Source);
        message[..HeaderBytes].Clear();
        message[0] = DestinationUnreachable;
        message[1] = PortUnreachable;
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], InternetChecksum.Compute(message));
        return length;
    }

    /// <summary>The tuple of the packet that was refused, as its sender sent it; false if this is another ICMP message or quotes too little.</summary>
    public static bool TryReadRefused(Ipv4Packet packet, out FiveTuple refused)
    {
        refused = default;
        Span<byte> message = packet.Transport;
        if (packet.Protocol != IpProtocol.Icmp || message[0] != DestinationUnreachable || message[1] != PortUnreachable) return false;
        Span<byte> quote = message[HeaderBytes..];
        if (quote.Length < Ipv4Packet.MinimumHeaderBytes || quote[0] >> 4 != 4) return false;
        int headerBytes = (quote[0] & 15) * 4;
        if (headerBytes < Ipv4Packet.MinimumHeaderBytes || quote.Length < headerBytes + QuotedTransportBytes) return false;
        refused = new FiveTuple(
            (IpProtocol)quote[9],
            new Ipv4Address(BinaryPrimitives.ReadUInt32BigEndian(quote[12..])),
            BinaryPrimitives.ReadUInt16BigEndian(quote[headerBytes..]),
            new Ipv4Address(BinaryPrimitives.ReadUInt32BigEndian(quote[16..])),
            BinaryPrimitives.ReadUInt16BigEndian(quote[(headerBytes + 2)..]));
        return true;
    }
}
