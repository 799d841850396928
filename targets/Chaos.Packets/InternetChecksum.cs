using System.Buffers.Binary;

namespace Chaos.Packets;

/// <summary>The 16-bit ones' complement sum of IPv4, TCP, UDP and ICMP. Source: RFC 1071; by difference: RFC 1624, equation 3.</summary>
public static class InternetChecksum
{
    /// <summary>Adds the big-endian 16-bit words of <paramref name="bytes"/>, an odd last byte padded with zero, to an unfolded sum.</summary>
    public static ulong Add(ulong sum, ReadOnlySpan<byte> bytes)
    {
        // The sum does not mind the order of bytes, so eight of them are added at a time, as two halves, and the folded sum is turned around.
        ulong low = 0, high = 0;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            low += word & uint.MaxValue;
            high += word >> 32;
        }

        for (; bytes.Length >= sizeof(ushort); bytes = bytes[sizeof(ushort)..]) low += BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        if (bytes.Length == 1) low += bytes[0];
        return sum + BinaryPrimitives.ReverseEndianness((ushort)(ushort.MaxValue - Finish(low + high)));
    }

    /// <summary>Folds the carries and complements: the value that a header stores, and 0 when the stored one was right.</summary>
    public static ushort Finish(ulong sum)
    {
        while (sum >> 16 != 0) sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)(~sum & 0xFFFF);
    }

    public static ushort Compute(ReadOnlySpan<byte> bytes) => Finish(Add(0, bytes));

    /// <summary>The sum of the TCP or UDP pseudo-header. Source: RFC 9293 section 3.1, RFC 768.</summary>
    public static ulong PseudoHeader(Ipv4Address source, Ipv4Address destination, IpProtocol protocol, int transportLength) =>
        Words(source.Value) + Words(destination.Value) + (ulong)protocol + (ulong)transportLength;

    /// <summary>The checksum after one 16-bit word changed: ~(~HC + ~m + m').</summary>
    public static ushort Replace(ushort checksum, ushort before, ushort after) =>
        Finish(Complement(checksum) + Complement(before) + after);

    /// <summary>The same for a 32-bit field, such as an address.</summary>
    public static ushort Replace(ushort checksum, uint before, uint after) =>
        Finish(Complement(checksum) + Words(~before) + Words(after));

    private static ulong Complement(ushort value) => (ulong)(~value & 0xFFFF);

    private static ulong Words(uint value) => (value >> 16) + (value & 0xFFFF);
}
