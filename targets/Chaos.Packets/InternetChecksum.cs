using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Chaos.Packets;

/// <summary>The 16-bit ones' complement sum of IPv4, TCP, UDP and ICMP. Source: RFC 1071; by difference: RFC 1624, equation 3.</summary>
public static class InternetChecksum
{
    /// <summary>Adds the big-endian 16-bit words of <paramref name="bytes"/>, an odd last byte padded with zero, to an unfolded sum.</summary>
    /// <remarks>Many bytes at a time, in the little-endian order: the sum is the same but for its own byte order (RFC 1071 section 2).</remarks>
    public static ulong Add(ulong sum, ReadOnlySpan<byte> bytes)
    {
        Vector256<ulong> halves = default;
        for (; bytes.Length >= Vector256<byte>.Count; bytes = bytes[Vector256<byte>.Count..])
        {
            (Vector256<ulong> lower, Vector256<ulong> upper) = Vector256.Widen(Vector256.Create(bytes).AsUInt32());
            halves += lower + upper;
        }

        ulong swapped = Vector256.Sum(halves);
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            ulong eight = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            swapped += unchecked((uint)eight) + (eight >> 32);
        }

        if (bytes.Length >= 4)
        {
            swapped += BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            bytes = bytes[4..];
        }

        if (bytes.Length >= 2)
        {
            swapped += BinaryPrimitives.ReadUInt16LittleEndian(bytes);
            bytes = bytes[2..];
        }

        if (bytes.Length == 1) swapped += bytes[0];
        return sum + BinaryPrimitives.ReverseEndianness(Fold(swapped));
    }

    /// <summary>Folds the carries and complements: the value that a header stores, and 0 when the stored one was right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Finish(ulong sum) => unchecked((ushort)~Fold(sum));

    public static ushort Compute(ReadOnlySpan<byte> bytes) => Finish(Add(0, bytes));

    /// <summary>Whether the checksum of an IPv4 header without options is right, whose twenty bytes these words are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsRight(ulong first, ulong second, uint third) =>
        unchecked(Fold((uint)first + (first >> 32) + (uint)second + (second >> 32) + third)) == 0xFFFF;

    /// <summary>The sum of the TCP or UDP pseudo-header. Source: RFC 9293 section 3.1, RFC 768.</summary>
    public static ulong PseudoHeader(Ipv4Address source, Ipv4Address destination, IpProtocol protocol, int transportLength) =>
        Words(source.Value) + Words(destination.Value) + (ulong)protocol + (ulong)transportLength;

    /// <summary>What a changed 16-bit word adds to a sum: ~m + m'. All in one byte order, whichever it is (RFC 1071 section 2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Difference(ushort before, ushort after) => unchecked((ulong)(~before & 0xFFFF) + after);

    /// <summary>The same for a 32-bit field, such as an address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Difference(uint before, uint after) => unchecked((ulong)~before + after);

    /// <summary>The checksum after words changed that make up <paramref name="difference"/>: ~(~HC + difference).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Apply(ushort checksum, ulong difference) => Finish(unchecked((ulong)(~checksum & 0xFFFF) + difference));

    /// <summary>The ones' complement sum of both halves, twice: added to its turned self, a number has it in the upper half, and the carry comes in from below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ushort Fold(ulong sum)
    {
        unchecked
        {
            uint half = (uint)((sum + BitOperations.RotateLeft(sum, 32)) >> 32);
            return (ushort)((half + BitOperations.RotateLeft(half, 16)) >> 16);
        }
    }

    /// <summary>A 32-bit field as two words of a sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Words(uint value) => unchecked((ulong)(value >> 16) + (ushort)value);
}
