using System.Buffers.Binary;
using Chaos.Model;

namespace Chaos.Packets;

[Flags]
public enum TcpFlags : byte
{
    None = 0,
    Fin = 1,
    Syn = 2,
    Rst = 4,
    Psh = 8,
    Ack = 16,
}

/// <summary>The numbers of a TCP header. Source: RFC 9293 section 3.1.</summary>
public readonly record struct TcpNumbers(uint Sequence, uint Acknowledgment, TcpFlags Flags)
{
    /// <summary>Bytes that the sender accepts from <see cref="Acknowledgment"/> on. Simulated hosts advertise the largest window.</summary>
    public ushort Window { get; init; } = ushort.MaxValue;
}

/// <summary>A TCP segment without options. Source: RFC 9293 section 3.1.</summary>
public static class TcpSegment
{
    public const int MinimumHeaderBytes = 20;

    /// <summary>In a whole packet of ours, which has no options.</summary>
    public const int PayloadOffset = Ipv4Packet.MinimumHeaderBytes + MinimumHeaderBytes;

    public static TcpNumbers Numbers(Ipv4Packet packet) => new(
        BinaryPrimitives.ReadUInt32BigEndian(packet.Transport[4..]),
        BinaryPrimitives.ReadUInt32BigEndian(packet.Transport[8..]),
        (TcpFlags)(packet.Transport[13] & 31))
    {
        Window = BinaryPrimitives.ReadUInt16BigEndian(packet.Transport[14..]),
    };

    /// <summary>The payload of a parsed packet.</summary>
    public static Span<byte> Payload(Ipv4Packet packet) => packet.Transport[((packet.Transport[12] >> 4) * 4)..];

    /// <summary>The sequence numbers that a segment takes: its payload, and one each for SYN and FIN.</summary>
    public static uint SequenceLength(Ipv4Packet packet)
    {
        TcpFlags flags = Numbers(packet).Flags;
        return (uint)Payload(packet).Length + (flags.HasFlag(TcpFlags.Syn) ? 1u : 0) + (flags.HasFlag(TcpFlags.Fin) ? 1u : 0);
    }

    /// <summary>
    /// Writes a whole packet and returns its length in bytes; <paramref name="packet"/> must have room for 40 bytes and the payload.
    /// </summary>
    public static int Write(Span<byte> packet, FiveTuple tuple, TcpNumbers numbers, ReadOnlySpan<byte> payload)
    {
        payload.CopyTo(packet[PayloadOffset..]);
        packet = packet[..(PayloadOffset + payload.Length)];
        WriteHeaders(packet, tuple, numbers, InternetChecksum.Add(0, payload));
        return packet.Length;
    }

    /// <summary>
    /// Writes both headers in front of a payload that stands in its place already; <paramref name="packet"/> is as long as the whole.
    /// </summary>
    /// <param name="packet">All of it.</param>
    /// <param name="tuple">Whose.</param>
    /// <param name="numbers">Of the segment.</param>
    /// <param name="payloadSum">The unfolded sum of the payload's 16-bit words; 0 where there is none.</param>
    public static void WriteHeaders(Span<byte> packet, FiveTuple tuple, TcpNumbers numbers, ulong payloadSum)
    {
        Ipv4Header.Write(packet, IpProtocol.Tcp, tuple.SourceAddress, tuple.DestinationAddress);
        Span<byte> segment = packet[Ipv4Packet.MinimumHeaderBytes..];
        segment[..MinimumHeaderBytes].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(segment, tuple.SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(segment[2..], tuple.DestinationPort);
        BinaryPrimitives.WriteUInt32BigEndian(segment[4..], numbers.Sequence);
        BinaryPrimitives.WriteUInt32BigEndian(segment[8..], numbers.Acknowledgment);
        segment[12] = MinimumHeaderBytes / 4 << 4;
        segment[13] = (byte)numbers.Flags;
        BinaryPrimitives.WriteUInt16BigEndian(segment[14..], numbers.Window);
        ulong sum = InternetChecksum.PseudoHeader(
            tuple.SourceAddress, tuple.DestinationAddress, IpProtocol.Tcp, segment.Length) + payloadSum;
        BinaryPrimitives.WriteUInt16BigEndian(
            segment[16..], InternetChecksum.Finish(InternetChecksum.Add(sum, segment[..MinimumHeaderBytes])));
    }
}
