using System.Buffers.Binary;
using System.Text;

namespace Chaos.Linux;

/// <summary>One netlink message being put together: struct nlmsghdr, a fixed header, attributes padded to four bytes.</summary>
internal sealed class NetlinkRequest
{
    private const int HeaderBytes = 16;
    private const int AttributeHeaderBytes = 4;
    private const ushort NestedFlag = 0x8000;

    private byte[] buffer = new byte[256];
    private int length = HeaderBytes;

    internal NetlinkRequest(ushort type, NetlinkFlags flags, int sequence)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(buffer.AsSpan(4), type);
        BinaryPrimitives.WriteUInt16LittleEndian(buffer.AsSpan(6), (ushort)(flags | NetlinkFlags.Request));
        BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(8), sequence);
        Sequence = sequence;
    }

    internal int Sequence { get; }

    internal ReadOnlySpan<byte> Bytes
    {
        get
        {
            BinaryPrimitives.WriteInt32LittleEndian(buffer, length);
            return buffer.AsSpan(0, length);
        }
    }

    internal void Header(params ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    internal void Attribute(ushort type, params ReadOnlySpan<byte> value)
    {
        Span<byte> place = Take((AttributeHeaderBytes + value.Length + 3) & ~3);
        BinaryPrimitives.WriteUInt16LittleEndian(place, (ushort)(AttributeHeaderBytes + value.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(place[2..], type);
        value.CopyTo(place[AttributeHeaderBytes..]);
    }

    /// <summary>Text with the zero at its end that the kernel wants.</summary>
    internal void Attribute(ushort type, string text) => Attribute(type, [.. Encoding.ASCII.GetBytes(text), 0]);

    /// <summary>A number of 32 bits in network byte order.</summary>
    internal void BigEndian32(ushort type, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        Attribute(type, bytes);
    }

    /// <summary>A number of 16 bits in network byte order.</summary>
    internal void BigEndian16(ushort type, ushort value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        Attribute(type, bytes);
    }

    /// <summary>Begins an attribute that holds all that is added until the result is disposed.</summary>
    internal Nest Nested(ushort type)
    {
        int start = length;
        Attribute((ushort)(type | NestedFlag), []);
        return new(this, start);
    }

    private Span<byte> Take(int bytes)
    {
        int start = length;
        length += bytes;
        if (length > buffer.Length) Array.Resize(ref buffer, Math.Max(length, 2 * buffer.Length));
        return buffer.AsSpan(start, bytes);
    }

    /// <summary>An open attribute; disposing it writes its length.</summary>
    internal readonly ref struct Nest(NetlinkRequest request, int start)
    {
        internal void Dispose() =>
            BinaryPrimitives.WriteUInt16LittleEndian(request.buffer.AsSpan(start), (ushort)(request.length - start));
    }
}
