using System.Buffers.Binary;

namespace Chaos.Import.Captures;

/// <summary>Reads pcap and pcapng, packet by packet, in bounded memory.</summary>
/// <remarks>Source: draft-ietf-opsawg-pcap and draft-ietf-opsawg-pcapng. libpcap is not needed: a capture is headers and lengths.</remarks>
internal sealed class CaptureReader
{
    /// <summary>The longest frame that is believed; the largest snap length of the usual tools.</summary>
    private const int MostBytes = 262_144;

    private const uint MicrosecondMagic = 0xA1B2C3D4, NanosecondMagic = 0xA1B23C4D, SectionHeader = 0x0A0D0D0A, ByteOrder = 0x1A2B3C4D;
    private const uint InterfaceBlock = 1, SimplePacketBlock = 3, EnhancedPacketBlock = 6;

    private readonly CaptureStream input;
    private readonly byte[] frame = new byte[MostBytes];
    private readonly List<(int LinkType, double UnitNanoseconds)> interfaces = [];

    public CaptureReader(Stream stream, string file) => input = new CaptureStream(stream, file);

    /// <summary>Frames without an IPv4 packet: ARP, IPv6 and the like.</summary>
    public long Others { get; private set; }

    /// <summary>Whether a file begins like a capture.</summary>
    public static bool Begins(ReadOnlySpan<byte> start)
    {
        if (start.Length < 4) return false;
        uint little = BinaryPrimitives.ReadUInt32LittleEndian(start), big = BinaryPrimitives.ReadUInt32BigEndian(start);
        return little == SectionHeader || little is MicrosecondMagic or NanosecondMagic || big is MicrosecondMagic or NanosecondMagic;
    }

    /// <exception cref="BadImportException">While enumerating: the file is cut short, or is no capture of a known kind.</exception>
    public IEnumerable<CapturedPacket> Read()
    {
        byte[] magic = new byte[4];
        input.Fill(magic, "the magic number");
        uint little = BinaryPrimitives.ReadUInt32LittleEndian(magic);
        if (little == SectionHeader) return ReadBlocks();
        input.IsBigEndian = little is not (MicrosecondMagic or NanosecondMagic);
        uint read = input.Word(magic, 0);
        if (read is not (MicrosecondMagic or NanosecondMagic)) throw input.Bad("this is neither pcap nor pcapng");
        return ReadRecords(read == NanosecondMagic ? 1 : 1000);
    }

    private IEnumerable<CapturedPacket> ReadRecords(long unit)
    {
        byte[] head = new byte[20];
        input.Fill(head, "the header of the capture");
        int linkType = (int)(input.Word(head, 16) & 0x0FFF_FFFF);
        Know(linkType);
        byte[] record = new byte[16];
        while (input.TryFill(record, "the header of a packet"))
        {
            int length = Length(input.Word(record, 8));
            input.Fill(frame.AsSpan(0, length), "a packet");
            if (PacketIn(linkType, length, input.Word(record, 0) * 1_000_000_000L + input.Word(record, 4) * unit) is { } packet)
                yield return packet;
        }
    }

    private IEnumerable<CapturedPacket> ReadBlocks()
    {
        byte[] head = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(head, SectionHeader);
        input.Fill(head.AsSpan(4), "the length of a block");
        do
        {
            uint type = BinaryPrimitives.ReadUInt32LittleEndian(head);
            int skipped = 0;
            if (type == SectionHeader)
            {
                byte[] order = new byte[4];
                input.Fill(order, "a section header");
                input.IsBigEndian = BinaryPrimitives.ReadUInt32LittleEndian(order) != ByteOrder;
                if (input.Word(order, 0) != ByteOrder) throw input.Bad("the section has no byte order");
                interfaces.Clear();
                skipped = 4;
            }

            // The type of a section header reads the same in both orders; the others follow the order of their section.
            type = type == SectionHeader ? type : input.Word(head, 0);
            uint total = input.Word(head, 4);
            if (total % 4 != 0 || total < 12 + skipped || total > MostBytes + 1024) throw input.Bad($"a block of {total} bytes is none");
            int body = (int)total - 12 - skipped;
            byte[] block = type == EnhancedPacketBlock || type == SimplePacketBlock || type == InterfaceBlock ? blockBuffer : frame;
            input.Fill(block.AsSpan(0, body), "a block");
            byte[] end = new byte[4];
            input.Fill(end, "the end of a block");
            if (input.Word(end, 0) != total) throw input.Bad("a block ends with another length than it begins with");
            if (type == InterfaceBlock) AddInterface(block.AsSpan(0, body));
            else if (type == EnhancedPacketBlock && Enhanced(block.AsSpan(0, body)) is { } packet) yield return packet;
            else if (type == SimplePacketBlock) throw input.Bad("simple packet blocks have no times; capture with tcpdump or dumpcap");
        }
        while (input.TryFill(head, "the header of a block"));
    }

    private readonly byte[] blockBuffer = new byte[MostBytes + 1024];

    private void AddInterface(ReadOnlySpan<byte> body)
    {
        const ushort TimestampResolution = 9;
        if (body.Length < 8) throw input.Bad("the description of an interface is cut short");
        int linkType = input.Half(body, 0);
        Know(linkType);
        double unit = 1000;
        for (int at = 8; at + 4 <= body.Length;)
        {
            (ushort code, ushort length) = (input.Half(body, at), input.Half(body, at + 2));
            if (code == 0) break;
            if (code == TimestampResolution && length >= 1 && at + 4 < body.Length)
            {
                byte resolution = body[at + 4];
                unit = 1e9 / ((resolution & 0x80) == 0 ? Math.Pow(10, resolution) : Math.Pow(2, resolution & 0x7F));
            }

            at += 4 + (length + 3) / 4 * 4;
        }

        interfaces.Add((linkType, unit));
    }

    private CapturedPacket? Enhanced(ReadOnlySpan<byte> body)
    {
        if (body.Length < 20) throw input.Bad("a packet block is cut short");
        uint place = input.Word(body, 0);
        if (place >= interfaces.Count) throw input.Bad($"a packet names interface {place}, and there are {interfaces.Count}");
        int length = Length(input.Word(body, 12));
        if (length > body.Length - 20) throw input.Bad("a packet is longer than its block");
        (int linkType, double unit) = interfaces[(int)place];
        ulong stamp = (ulong)input.Word(body, 4) << 32 | input.Word(body, 8);
        double at = stamp * unit;
        if (at > long.MaxValue / 2) throw input.Bad("a packet has an impossible time");
        body.Slice(20, length).CopyTo(frame);
        return PacketIn(linkType, length, (long)at);
    }

    private CapturedPacket? PacketIn(int linkType, int length, long at)
    {
        int offset = LinkLayer.OffsetOfIpv4(linkType, frame.AsSpan(0, length));
        if (offset >= 0) return new CapturedPacket(at, frame.AsMemory(offset, length - offset));
        Others++;
        return null;
    }

    private int Length(uint named) => named <= MostBytes ? (int)named : throw input.Bad($"a packet of {named} bytes is none");

    private void Know(int linkType)
    {
        if (!LinkLayer.IsKnown(linkType)) throw input.Bad($"link type {linkType} cannot be read; {LinkLayer.Known} can");
    }
}
