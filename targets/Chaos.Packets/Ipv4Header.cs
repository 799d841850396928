using System.Buffers.Binary;

namespace Chaos.Packets;

/// <summary>The fields of an IPv4 header, and how one of our hosts fills them. Source: RFC 791.</summary>
internal static class Ipv4Header
{
    public const int TotalLengthOffset = 2, FragmentOffset = 6, ProtocolOffset = 9, ChecksumOffset = 10, SourceOffset = 12, DestinationOffset = 16;

    private const byte VersionAndLength = 0x45, TimeToLive = 64;
    private const ushort DoNotFragment = 0x4000;

    /// <summary>Fills the first 20 bytes of <paramref name="packet"/>; its length is the total length.</summary>
    public static void Write(Span<byte> packet, IpProtocol protocol, Ipv4Address source, Ipv4Address destination)
    {
        Span<byte> header = packet[..Ipv4Packet.MinimumHeaderBytes];
        header.Clear();
        header[0] = VersionAndLength;
        BinaryPrimitives.WriteUInt16BigEndian(header[TotalLengthOffset..], (ushort)packet.Length);
        BinaryPrimitives.WriteUInt16BigEndian(header[FragmentOffset..], DoNotFragment);
        header[8] = TimeToLive;
        header[ProtocolOffset] = (byte)protocol;
        BinaryPrimitives.WriteUInt32BigEndian(header[SourceOffset..], source.Value);
        BinaryPrimitives.WriteUInt32BigEndian(header[DestinationOffset..], destination.Value);
        BinaryPrimitives.WriteUInt16BigEndian(header[ChecksumOffset..], InternetChecksum.Compute(header));
    }
}
