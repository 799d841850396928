using System.Buffers.Binary;
using Chaos.Model;

namespace Chaos.Packets;

/// <summary>The fields of an IPv4 header, and how one of our hosts fills them. Source: RFC 791.</summary>
internal static class Ipv4Header
{
    public const int TotalLengthOffset = 2, FragmentOffset = 6, ProtocolOffset = 9, ChecksumOffset = 10, SourceOffset = 12,
        DestinationOffset = 16;

    /// <summary>Version 4 and no options; "do not fragment"; time to live 64: each where its 16-bit word has it.</summary>
    private const ushort VersionAndLength = 0x4500, DoNotFragment = 0x4000, TimeToLive = 64 << 8;

    /// <summary>Fills the first 20 bytes of <paramref name="packet"/>; its length is the total length.</summary>
    public static void Write(Span<byte> packet, IpProtocol protocol, Ipv4Address source, Ipv4Address destination)
    {
        ushort length = (ushort)packet.Length;
        ulong lifeAndProtocol = TimeToLive | (ulong)protocol;
        ushort checksum = InternetChecksum.Finish(
            unchecked(VersionAndLength + (ulong)length + DoNotFragment + lifeAndProtocol + source.Value + destination.Value));
        BinaryPrimitives.WriteUInt64BigEndian(packet, (ulong)VersionAndLength << 48 | (ulong)length << 32 | DoNotFragment);
        BinaryPrimitives.WriteUInt64BigEndian(packet[8..], lifeAndProtocol << 48 | (ulong)checksum << 32 | source.Value);
        BinaryPrimitives.WriteUInt32BigEndian(packet[DestinationOffset..], destination.Value);
    }
}
