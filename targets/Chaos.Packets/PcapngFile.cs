using System.Buffers.Binary;

namespace Chaos.Packets;

/// <summary>
/// Writes IPv4 packets for the usual tools. Source: draft-ietf-opsawg-pcapng, sections 4.1 to 4.3; link type 228 is LINKTYPE_IPV4.
/// </summary>
public sealed class PcapngFile
{
    private const uint SectionHeader = 0x0A0D0D0A, InterfaceDescription = 1, EnhancedPacket = 6;
    private const uint ByteOrderMagic = 0x1A2B3C4D;
    private const ushort LinkTypeIpv4 = 228;
    private const ushort EndOfOptions = 0, TimestampResolution = 9, PacketFlags = 2;
    private const uint Inbound = 1, Outbound = 2;
    private const byte Nanoseconds = 9;

    private readonly Stream stream;

    /// <summary>Begins a file of one interface.</summary>
    public PcapngFile(Stream stream)
    {
        this.stream = stream;
        // Version 1.0, and a section of unknown length.
        WriteBlock(SectionHeader, [.. Word(ByteOrderMagic), 1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
        WriteBlock(InterfaceDescription,
            [.. Half(LinkTypeIpv4), .. Half(0), .. Word(0), .. Half(TimestampResolution), .. Half(1), Nanoseconds, 0, 0, 0,
            .. Word(EndOfOptions)]);
    }

    /// <param name="unixNanoseconds">When, since 1970.</param>
    /// <param name="outbound">It left the machine; else it arrived.</param>
    /// <param name="length">Of the whole packet, in bytes.</param>
    /// <param name="bytes">Its beginning.</param>
    public void Write(ulong unixNanoseconds, bool outbound, int length, ReadOnlySpan<byte> bytes) => WriteBlock(EnhancedPacket,
    [
        .. Word(0), .. Word((uint)(unixNanoseconds >> 32)), .. Word((uint)(unixNanoseconds & uint.MaxValue)), .. Word((uint)bytes.Length),
        .. Word((uint)length),
        .. bytes, .. new byte[-bytes.Length & 3],
        .. Half(PacketFlags), .. Half(sizeof(uint)), .. Word(outbound ? Outbound : Inbound), .. Word(EndOfOptions),
    ]);

    private void WriteBlock(uint type, byte[] body)
    {
        const int TypeAndBothLengths = 12;
        byte[] length = Word((uint)(body.Length + TypeAndBothLengths));
        stream.Write([.. Word(type), .. length, .. body, .. length]);
    }

    private static byte[] Half(ushort value)
    {
        byte[] bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Word(uint value)
    {
        byte[] bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
