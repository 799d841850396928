using System.Buffers.Binary;
using System.Globalization;

namespace Chaos.Packets;

/// <summary>A link-layer address; <paramref name="Value"/> is its 48 bits, the first byte highest.</summary>
public readonly record struct MacAddress(ulong Value)
{
    public const int Bytes = 6;

    public static MacAddress Broadcast => new(0xFFFF_FFFF_FFFF);

    public static MacAddress Read(ReadOnlySpan<byte> bytes) =>
        new((ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32 | BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt16BigEndian(bytes, unchecked((ushort)(Value >> 32)));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], unchecked((uint)Value));
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Value >> 40 & 255:x2}:{Value >> 32 & 255:x2}:{Value >> 24 & 255:x2}:"
        + $"{Value >> 16 & 255:x2}:{Value >> 8 & 255:x2}:{Value & 255:x2}");
}
