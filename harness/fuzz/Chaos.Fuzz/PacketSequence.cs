using System.Buffers.Binary;
using System.Numerics;

namespace Chaos.Fuzz;

/// <summary>What a fuzzer's bytes say: packets one after the other, each behind its time and length.</summary>
/// <remarks>
/// A record is one byte (bits 0 to 5: the wait before the packet, <c>2^n</c> nanoseconds, none at 0; bit 6: the IPv4 header checksum stays
/// as it is, else it is mended;
/// bit 7: the same for the checksum of the transport), two bytes of length, little endian, and the packet. Every string of bytes is a
/// sequence: what a length
/// promises too much is cut. Checksums are mended by default because no fuzzer guesses them, and what lies behind them would never be
/// reached.
/// </remarks>
public ref struct PacketSequence(ReadOnlySpan<byte> input)
{
    /// <summary>Later ones are left out, so that one input does not take long.</summary>
    public const int MostPackets = 256;

    /// <summary>About 39 hours: longer than any lifetime in conntrack.</summary>
    public const int LongestWaitExponent = 47;

    private const int HeadBytes = 3, WaitMask = 0x3F, KeepHeaderChecksum = 0x40, KeepTransportChecksum = 0x80;

    private ReadOnlySpan<byte> rest = input;
    private int packets;

    /// <summary>The next packet, copied so that it can be mended; false at the end.</summary>
    public bool TryNext(Span<byte> room, out int length, out long waitNanoseconds)
    {
        (length, waitNanoseconds) = (0, 0);
        if (rest.Length < HeadBytes || packets++ == MostPackets) return false;
        int head = rest[0];
        int exponent = Math.Min(head & WaitMask, LongestWaitExponent);
        waitNanoseconds = exponent == 0 ? 0 : 1L << exponent;
        length = Math.Min(Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(rest[1..]), rest.Length - HeadBytes), room.Length);
        rest.Slice(HeadBytes, length).CopyTo(room);
        rest = rest[(HeadBytes + length)..];
        Span<byte> packet = room[..length];
        if ((head & KeepHeaderChecksum) == 0) Checksums.MendHeader(packet);
        if ((head & KeepTransportChecksum) == 0) Checksums.MendTransport(packet);
        return true;
    }

    /// <summary>Appends a record as <see cref="TryNext"/> reads it, checksums mended or as they are.</summary>
    public static void Append(List<byte> input, ReadOnlySpan<byte> packet, long waitNanoseconds, bool mendsChecksums)
    {
        int exponent = waitNanoseconds == 0 ? 0 : BitOperations.Log2((ulong)waitNanoseconds);
        input.Add((byte)(exponent | (mendsChecksums ? 0 : KeepHeaderChecksum | KeepTransportChecksum)));
        input.Add((byte)packet.Length);
        input.Add((byte)(packet.Length >> 8));
        input.AddRange(packet);
    }
}
