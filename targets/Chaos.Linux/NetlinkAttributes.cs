using System.Buffers.Binary;

namespace Chaos.Linux;

/// <summary>One attribute of an answer: its type without flags, and its value.</summary>
internal readonly ref struct NetlinkAttribute(int type, ReadOnlySpan<byte> value)
{
    internal int Type { get; } = type;

    internal ReadOnlySpan<byte> Value { get; } = value;

    /// <summary>The attributes inside this one.</summary>
    internal NetlinkAttributes Nested => new(Value);

    internal ushort BigEndian16 => BinaryPrimitives.ReadUInt16BigEndian(Value);

    internal uint BigEndian32 => BinaryPrimitives.ReadUInt32BigEndian(Value);

    internal ulong BigEndian64 => BinaryPrimitives.ReadUInt64BigEndian(Value);
}

/// <summary>Attributes one after the other, for foreach. Ends at the first that is cut off.</summary>
internal ref struct NetlinkAttributes(ReadOnlySpan<byte> bytes)
{
    private const int HeaderBytes = 4;
    private const int TypeMask = 0x3FFF;

    private ReadOnlySpan<byte> rest = bytes;

    public NetlinkAttribute Current { get; private set; }

    public readonly NetlinkAttributes GetEnumerator() => this;

    public bool MoveNext()
    {
        if (rest.Length < HeaderBytes) return false;
        int length = BinaryPrimitives.ReadUInt16LittleEndian(rest);
        if (length < HeaderBytes || length > rest.Length) return false;
        Current = new(BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]) & TypeMask, rest[HeaderBytes..length]);
        rest = rest[Math.Min((length + 3) & ~3, rest.Length)..];
        return true;
    }
}
