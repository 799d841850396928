using Chaos.Model;

namespace Chaos.Packets;

/// <summary>ICMP destination unreachable, port unreachable. Source: RFC 792; how much is quoted: RFC 1812 section 4.3.2.3.</summary>
public static class IcmpUnreachable
{
    /// <summary>No error is longer than this, whatever it quotes.</summary>
    public const int MaximumPacketBytes = 576;

    /// <summary>
    /// Writes the answer to <paramref name="refused"/> that the refusing host sends, and returns its length in bytes; the buffers must not
    /// overlap.
    /// </summary>
    public static int Write(Span<byte> packet, Ipv4Packet refused)
    {
        int quoted = Math.Min(refused.Bytes.Length, MaximumPacketBytes - Ipv4Packet.MinimumHeaderBytes - IcmpMessage.HeaderBytes);
        return IcmpMessage.WriteError(
            packet, IcmpType.DestinationUnreachable, (byte)IcmpUnreachableCode.Port, refused.Destination, refused, quoted);
    }

    /// <summary>
    /// The tuple of the packet that was refused, as its sender sent it; false if this is another ICMP message or quotes too little.
    /// </summary>
    public static bool TryReadRefused(Ipv4Packet packet, out FiveTuple refused)
    {
        refused = default;
        if (!TryRead(packet, out EmbeddedPacket about, out IcmpUnreachableCode code) || code != IcmpUnreachableCode.Port) return false;
        refused = about.Tuple;
        return true;
    }

    /// <summary>
    /// The packet that did not arrive, as its sender sent it, and the reason; false if this is another ICMP message or quotes too little.
    /// </summary>
    public static bool TryRead(Ipv4Packet packet, out EmbeddedPacket about, out IcmpUnreachableCode code)
    {
        about = default;
        code = default;
        if (packet.Protocol != IpProtocol.Icmp || IcmpMessage.Type(packet) != IcmpType.DestinationUnreachable) return false;
        code = (IcmpUnreachableCode)packet.Transport[IcmpMessage.CodeOffset];
        return EmbeddedPacket.TryParse(packet, out about);
    }
}
