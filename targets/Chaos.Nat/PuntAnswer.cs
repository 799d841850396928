using Chaos.Model;
using Chaos.Packets;

namespace Chaos.Nat;

/// <summary>
/// What a host answers to a packet that none of its sockets wants: RST to TCP, ICMP port unreachable to UDP, an echo reply to a ping.
/// </summary>
/// <remarks>Source: RFC 9293 section 3.5.2, RFC 1122 sections 3.2.2.6 and 4.1.3.1. The rate limit that Linux puts on ICMP errors is not
/// modelled.</remarks>
public static class PuntAnswer
{
    /// <summary>Room that an answer may need, in bytes: an echo reply is as long as its request.</summary>
    public const int MaximumBytes = ushort.MaxValue;

    /// <summary>
    /// Writes the answer and returns its length in bytes; 0 if none is due or there is no room for it. The buffers must not overlap.
    /// </summary>
    public static int Write(Span<byte> packet, Span<byte> answer)
    {
        if (!Ipv4Packet.TryParse(packet, out Ipv4Packet refused, out _) || refused.IsFirstFragment) return 0;
        return refused.Protocol switch
        {
            IpProtocol.Udp => IcmpUnreachable.Write(answer, refused),
            IpProtocol.Tcp => WriteReset(answer, refused),
            IpProtocol.Icmp when IcmpMessage.Type(refused) == IcmpType.EchoRequest
            && refused.Bytes.Length <= answer.Length => IcmpMessage.WriteEchoReply(answer, refused),
            _ => 0,
        };
    }

    private static int WriteReset(Span<byte> answer, Ipv4Packet refused)
    {
        TcpNumbers numbers = TcpSegment.Numbers(refused);
        if (numbers.Flags.HasFlag(TcpFlags.Rst)) return 0;
        uint end = unchecked(numbers.Sequence + TcpSegment.SequenceLength(refused));
        TcpNumbers reset = numbers.Flags.HasFlag(TcpFlags.Ack)
            ? new TcpNumbers(numbers.Acknowledgment, 0, TcpFlags.Rst)
            : new TcpNumbers(0, end, TcpFlags.Rst | TcpFlags.Ack);
        return TcpSegment.Write(answer, refused.Tuple.Reversed(), reset, []);
    }
}
