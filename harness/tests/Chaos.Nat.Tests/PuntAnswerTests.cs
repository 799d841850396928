using Chaos.Model;
using Chaos.Packets;

namespace Chaos.Nat.Tests;

public sealed class PuntAnswerTests
{
    [Fact]
    public void A_segment_with_an_acknowledgment_is_reset_at_that_number()
    {
        TcpNumbers answer = Answer(new TcpNumbers(1000, 7777, TcpFlags.Ack | TcpFlags.Psh), [1, 2, 3]);

        Assert.Equal(new TcpNumbers(7777, 0, TcpFlags.Rst), answer);
    }

    [Fact]
    public void A_segment_without_one_is_reset_by_acknowledging_all_it_took()
    {
        TcpNumbers answer = Answer(new TcpNumbers(1000, 0, TcpFlags.Syn), []);

        Assert.Equal(new TcpNumbers(0, 1001, TcpFlags.Rst | TcpFlags.Ack), answer);
    }

    [Fact]
    public void A_reset_is_never_answered()
    {
        byte[] packet = new byte[100];
        int length = TcpSegment.Write(packet, Tcp, new TcpNumbers(1, 2, TcpFlags.Rst), []);

        Assert.Equal(0, PuntAnswer.Write(packet.AsSpan(0, length), new byte[PuntAnswer.MaximumBytes]));
    }

    [Fact]
    public void A_datagram_is_answered_by_an_error_that_names_it()
    {
        byte[] packet = new byte[1500], answer = new byte[PuntAnswer.MaximumBytes];
        int length = UdpDatagram.Write(packet, NatWorld.Connection, new byte[1400]);

        int written = PuntAnswer.Write(packet.AsSpan(0, length), answer);

        Assert.True(Ipv4Packet.TryParse(answer.AsSpan(0, written), out Ipv4Packet error, out _));
        Assert.True(error.TransportChecksumIsRight());
        Assert.True(IcmpUnreachable.TryReadRefused(error, out FiveTuple refused));
        Assert.Equal((NatWorld.Connection, 576, NatWorld.Client), (refused, written, error.Destination));
    }

    private static FiveTuple Tcp => NatWorld.Tuple(40000, IpProtocol.Tcp);

    private static TcpNumbers Answer(TcpNumbers numbers, byte[] payload)
    {
        byte[] packet = new byte[100], answer = new byte[PuntAnswer.MaximumBytes];
        int length = TcpSegment.Write(packet, Tcp, numbers, payload);
        int written = PuntAnswer.Write(packet.AsSpan(0, length), answer);
        Assert.Equal(Tcp.Reversed(), NatWorld.Parse(answer.AsSpan(0, written)));
        Assert.True(Ipv4Packet.TryParse(answer.AsSpan(0, written), out Ipv4Packet reset, out _));
        return TcpSegment.Numbers(reset);
    }
}
