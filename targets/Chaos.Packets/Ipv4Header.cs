using System.Buffers.Binary;

namespace Chaos.Packets;

/// <summary>Writes the IPv4 header of a packet that one of our hosts sends. Source: RFC 791.</summary>
internal static class Ipv4Header
{
    private const byte VersionAndLength = 0x45, TimeToLive = 64;
    private const ushort DoNotFragment = 0x4000;

    /// <summary>Fills the first 20 bytes of <paramref name="packet"/>; its length is the total length.</summary>
    public static void Write(Span<byte> packet, IpProtocol protocol, Ipv4Address source, Ipv4Address destination)
    {
        Span<byte> header = packet[..Ipv4Packet.MinimumHeaderBytes];
        header.Clear();
        header[0] = VersionAndLength;
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)packet.Length);
        BinaryPrimitives.WriteUInt16BigEndian(header[6..], DoNotFragment);
        header[8] = TimeToLive;
        header[9] = (byte)protocol;
        BinaryPrimitives.WriteUInt32BigEndian(header[12..], source.Value);
        BinaryPrimitives.WriteUInt32BigEndian(header[16..], destination.Value);
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], InternetChecksum.Compute(header));
    }
}
