using System.Buffers.Binary;

namespace Chaos.Packets;

/// <summary>What an Ethernet frame says it carries. Source: IANA "IEEE 802 numbers".</summary>
public enum EtherType : ushort
{
    Ipv4 = 0x0800,
    Arp = 0x0806,
}

/// <summary>The header in front of a frame. Source: RFC 894.</summary>
public readonly record struct EthernetHeader(MacAddress Destination, MacAddress Source, EtherType Type)
{
    public const int Bytes = 14;

    private const int SourceOffset = 6;
    private const int TypeOffset = 12;

    public static bool TryRead(ReadOnlySpan<byte> frame, out EthernetHeader header)
    {
        header = default;
        if (frame.Length < Bytes) return false;
        header = new EthernetHeader(
            MacAddress.Read(frame), MacAddress.Read(frame[SourceOffset..]),
            (EtherType)BinaryPrimitives.ReadUInt16BigEndian(frame[TypeOffset..]));
        return true;
    }

    public void Write(Span<byte> frame)
    {
        Destination.Write(frame);
        Source.Write(frame[SourceOffset..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[TypeOffset..], (ushort)Type);
    }
}
