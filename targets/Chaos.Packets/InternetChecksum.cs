using System.Buffers.Binary;

namespace Chaos.Packets;

/// <summary>The 16-bit ones' complement sum of IPv4, TCP, UDP and ICMP. Source: RFC 1071; by difference: RFC 1624, equation 3.</summary>
public static class InternetChecksum
{
    /// <summary>Adds the big-endian 16-bit words of <paramref name="bytes"/>, an odd last byte padded with zero, to an unfolded sum.</summary>
    /// <remarks>Eight bytes at a time, in the little-endian order: the sum is the same but for its own byte order (RFC 1071 section 2).</remarks>
    public static ulong Add(ulong sum, ReadOnlySpan<byte> bytes)
    {
        ulong swapped = 0;
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
    public static ushort Finish(ulong sum) => unchecked((ushort)~Fold(sum));

    public static ushort Compute(ReadOnlySpan<byte> bytes) => Finish(Add(0, bytes));

    /// <summary>The sum of the TCP or UDP pseudo-header. Source: RFC 9293 section 3.1, RFC 768.</summary>
    public static ulong PseudoHeader(Ipv4Address source, Ipv4Address destination, IpProtocol protocol, int transportLength) =>
        Words(source.Value) + Words(destination.Value) + (ulong)protocol + (ulong)transportLength;

    /// <summary>What a changed 16-bit word adds to a sum: ~m + m'.</summary>
    public static ulong Difference(ushort before, ushort after) => (ulong)(~before & 0xFFFF) + after;

    /// <summary>The same for a 32-bit field, such as an address.</summary>
    public static ulong Difference(uint before, uint after) => Words(~before) + Words(after);

    /// <summary>The checksum after words changed that make up <paramref name="difference"/>: ~(~HC + difference).</summary>
    public static ushort Apply(ushort checksum, ulong difference) => Finish((ulong)(~checksum & 0xFFFF) + difference);

    private static ushort Fold(ulong sum)
    {
        sum = (sum >> 32) + (sum & 0xFFFF_FFFF);
        sum = (sum >> 16) + (sum & 0xFFFF);
        sum = (sum >> 16) + (sum & 0xFFFF);
        return unchecked((ushort)((sum >> 16) + sum));
    }

    private static ulong Words(uint value) => (value >> 16) + (value & 0xFFFF);
}
