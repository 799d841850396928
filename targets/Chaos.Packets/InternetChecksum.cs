using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Chaos.Model;

namespace Chaos.Packets;

/// <summary>The 16-bit ones' complement sum of IPv4, TCP, UDP and ICMP. Source: RFC 1071; by difference: RFC 1624, equation 3.</summary>
public static class InternetChecksum
{
    /// <summary>The vector that begins at n of these keeps the last n bytes of another.</summary>
    private static ReadOnlySpan<byte> LastBytes =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255,
    ];

    /// <summary>
    /// Adds the big-endian 16-bit words of <paramref name="bytes"/>, an odd last byte padded with zero, to an unfolded sum.
    /// </summary>
    /// <remarks>
    /// Many bytes at a time, in the little-endian order: the sum is the same but for its own byte order, which a turn by eight bits puts
    /// right, before folding as
    /// after (RFC 1071 section 2). The bytes of a packet, 65,535 at most, leave room for it.
    /// </remarks>
    public static ulong Add(ulong sum, ReadOnlySpan<byte> bytes) =>
        sum + ((bytes.Length >= Vector256<byte>.Count ? SumMany(bytes) : SumFew(bytes)) << 8);

    /// <summary>
    /// What is left behind the whole vectors is read with the last vector, whose other bytes are blanked: lengths vary, and a branch for
    /// each possible rest
    /// would be guessed wrong. Behind an odd rest this vector has each byte in the other half of its word, which turns its sum by one byte
    /// (RFC 1071 section 2).
    /// </summary>
    private static ulong SumMany(ReadOnlySpan<byte> bytes)
    {
        int rest = bytes.Length % Vector256<byte>.Count;
        Vector256<byte> last = Vector256.Create(bytes[^Vector256<byte>.Count..]) & Vector256.Create(
            LastBytes.Slice(rest, Vector256<byte>.Count));
        Vector256<ulong> halves = Halves(last) << ((rest & 1) << 3);
        ref byte first = ref MemoryMarshal.GetReference(bytes);
        nuint whole = unchecked((nuint)(bytes.Length - rest));
        for (nuint place = 0; place < whole; place = unchecked(place + (nuint)Vector256<byte>.Count))
            halves += Halves(Vector256.LoadUnsafe(ref first, place));
        return Vector256.Sum(halves);
    }

    private static ulong SumFew(ReadOnlySpan<byte> bytes)
    {
        ulong sum = 0;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            ulong eight = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            sum += (eight & uint.MaxValue) + (eight >> 32);
        }

        for (; bytes.Length >= 2; bytes = bytes[2..]) sum += BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        return bytes.Length == 1 ? sum + bytes[0] : sum;
    }

    private static Vector256<ulong> Halves(Vector256<byte> bytes)
    {
        Vector256<ulong> words = bytes.AsUInt64();
        return (words & Vector256.Create((ulong)uint.MaxValue)) + (words >>> 32);
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
        unchecked((ulong)source.Value + destination.Value + (ulong)protocol + (uint)transportLength);

    /// <summary>What a changed 16-bit word adds to a sum: ~m + m'. All in one byte order, whichever it is (RFC 1071 section 2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Difference(ushort before, ushort after) => unchecked((ulong)(~before & 0xFFFF) + after);

    /// <summary>The same for a 32-bit field, such as an address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Difference(uint before, uint after) => unchecked((ulong)~before + after);

    /// <summary>The checksum after words changed that make up <paramref name="difference"/>: ~(~HC + difference).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Apply(ushort checksum, ulong difference) => Finish(unchecked((ulong)(~checksum & 0xFFFF) + difference));

    /// <summary>
    /// The ones' complement sum of both halves, twice: added to its turned self, a number has it in the upper half, and the carry comes in
    /// from below.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ushort Fold(ulong sum)
    {
        unchecked
        {
            uint half = (uint)((sum + BitOperations.RotateLeft(sum, 32)) >> 32);
            return (ushort)((half + BitOperations.RotateLeft(half, 16)) >> 16);
        }
    }
}
