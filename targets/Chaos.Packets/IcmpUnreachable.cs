using Chaos.Model;

namespace Chaos.Packets;

/// <summary>ICMP destination unreachable, port unreachable. Source: RFC 792; how much is quoted: RFC 1812 section 4.3.2.3.</summary>
public static class IcmpUnreachable
{
    /// <summary>No error is longer than this, whatever it quotes.</summary>
    public const int MaximumPacketBytes = 576;

    private const byte PortUnreachable = 3;

    /// <summary>
    /// Writes the answer to <paramref name="refused"/> that the refusing host sends, and returns its length in bytes; the buffers must not
    /// overlap.
    /// </summary>
    public static int Write(Span<byte> packet, Ipv4Packet refused)
    {
        int quoted = Math.Min(refused.Bytes.Length, MaximumPacketBytes - Ipv4Packet.MinimumHeaderBytes - IcmpMessage.HeaderBytes);
        return IcmpMessage.WriteError(packet, IcmpType.DestinationUnreachable, PortUnreachable, refused.Destination, refused, quoted);
    }

    /// <summary>
    /// The tuple of the packet that was refused, as its sender sent it; false if this is another ICMP message or quotes too little.
    /// </summary>
    public static bool TryReadRefused(Ipv4Packet packet, out FiveTuple refused)
    {
        refused = default;
        if (packet.Protocol != IpProtocol.Icmp || IcmpMessage.Type(packet) != IcmpType.DestinationUnreachable
            || packet.Transport[IcmpMessage.CodeOffset] != PortUnreachable)
            return false;
        if (!EmbeddedPacket.TryParse(packet, out EmbeddedPacket quote)) return false;
        refused = quote.Tuple;
        return true;
    }
}
