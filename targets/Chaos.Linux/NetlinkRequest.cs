using System.Buffers.Binary;

namespace Chaos.Linux;

/// <summary>One rtnetlink message being put together: struct nlmsghdr, a fixed header, attributes padded to four bytes.</summary>
internal sealed class NetlinkRequest
{
    private const int HeaderBytes = 16;
    private const int AttributeHeaderBytes = 4;
    private const ushort CreateExclusivelyAndAcknowledge = 0x1 | 0x4 | 0x200 | 0x400;

    private readonly byte[] buffer = new byte[256];
    private int length = HeaderBytes;

    internal NetlinkRequest(ushort type, int sequence)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(buffer.AsSpan(4), type);
        BinaryPrimitives.WriteUInt16LittleEndian(buffer.AsSpan(6), CreateExclusivelyAndAcknowledge);
        BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(8), sequence);
    }

    internal ReadOnlySpan<byte> Bytes
    {
        get
        {
            BinaryPrimitives.WriteInt32LittleEndian(buffer, length);
            return buffer.AsSpan(0, length);
        }
    }

    internal void Header(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer.AsSpan(length));
        length += bytes.Length;
    }

    internal void Attribute(ushort type, ReadOnlySpan<byte> value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(buffer.AsSpan(length), (ushort)(AttributeHeaderBytes + value.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(buffer.AsSpan(length + 2), type);
        value.CopyTo(buffer.AsSpan(length + AttributeHeaderBytes));
        length += (AttributeHeaderBytes + value.Length + 3) & ~3;
    }
}
