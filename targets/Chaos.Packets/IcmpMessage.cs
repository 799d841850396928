using System.Buffers.Binary;
using Chaos.Model;

namespace Chaos.Packets;

/// <summary>The types of ICMP message that we tell apart. Source: RFC 792, IANA ICMP parameters.</summary>
public enum IcmpType : byte
{
    EchoReply = 0,
    DestinationUnreachable = 3,
    Redirect = 5,
    EchoRequest = 8,
    TimeExceeded = 11,
    ParameterProblem = 12,
}

/// <summary>An ICMP message. Source: RFC 792.</summary>
public static class IcmpMessage
{
    public const int HeaderBytes = 8;
    internal const int CodeOffset = 1, ChecksumOffset = 2, IdentifierOffset = 4, SequenceOffset = 6;

    public static IcmpType Type(Ipv4Packet packet) => (IcmpType)packet.Transport[0];

    public static byte Code(Ipv4Packet packet) => packet.Transport[CodeOffset];

    /// <summary>
    /// Writes an echo request or reply and returns its length in bytes; <paramref name="packet"/> must have room for 28 bytes and the
    /// payload.
    /// </summary>
    public static int WriteEcho(
        Span<byte> packet, IcmpType type, Ipv4Address source, Ipv4Address destination, ushort identifier, ushort sequence,
        ReadOnlySpan<byte> payload)
    {
        int length = Ipv4Packet.MinimumHeaderBytes + HeaderBytes + payload.Length;
        packet = packet[..length];
        Ipv4Header.Write(packet, IpProtocol.Icmp, source, destination);
        Span<byte> message = packet[Ipv4Packet.MinimumHeaderBytes..];
        BinaryPrimitives.WriteUInt16BigEndian(message[IdentifierOffset..], identifier);
        BinaryPrimitives.WriteUInt16BigEndian(message[SequenceOffset..], sequence);
        payload.CopyTo(message[HeaderBytes..]);
        Finish(message, type, code: 0);
        return length;
    }

    /// <summary>
    /// Writes the answer to an echo request, as long as it is, and returns its length in bytes; the buffers must not overlap.
    /// </summary>
    public static int WriteEchoReply(Span<byte> packet, Ipv4Packet request)
    {
        Span<byte> asked = request.Transport;
        return WriteEcho(
            packet, IcmpType.EchoReply, request.Destination, request.Source,
            BinaryPrimitives.ReadUInt16BigEndian(asked[IdentifierOffset..]),
            BinaryPrimitives.ReadUInt16BigEndian(asked[SequenceOffset..]), asked[HeaderBytes..]);
    }

    /// <summary>Writes an error about a packet and returns its length in bytes; the buffers must not overlap.</summary>
    /// <param name="packet">Room for 28 bytes and the quote.</param>
    /// <param name="type">One of the errors.</param>
    /// <param name="code">Its code.</param>
    /// <param name="source">Who complains: the refusing host or a router.</param>
    /// <param name="refused">The packet that it is about; the error goes to its source.</param>
    /// <param name="quotedBytes">How much of it is quoted.</param>
    public static int WriteError(Span<byte> packet, IcmpType type, byte code, Ipv4Address source, Ipv4Packet refused, int quotedBytes)
    {
        int length = Ipv4Packet.MinimumHeaderBytes + HeaderBytes + quotedBytes;
        packet = packet[..length];
        Span<byte> message = packet[Ipv4Packet.MinimumHeaderBytes..];
        refused.Bytes[..quotedBytes].CopyTo(message[HeaderBytes..]);
        Ipv4Header.Write(packet, IpProtocol.Icmp, source, refused.Source);
        message[IdentifierOffset..HeaderBytes].Clear();
        Finish(message, type, code);
        return length;
    }

    private static void Finish(Span<byte> message, IcmpType type, byte code)
    {
        message[0] = (byte)type;
        message[CodeOffset] = code;
        message[ChecksumOffset..IdentifierOffset].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(message[ChecksumOffset..], InternetChecksum.Compute(message));
    }
}
