using Chaos.Model;
using CsCheck;

namespace Chaos.Packets.Tests;

public sealed class PacketPropertyTests
{
    private static readonly Gen<FiveTuple> Tuples = Gen.Select(
        Gen.UInt, Gen.UShort, Gen.UInt, Gen.UShort,
        (source, sourcePort, destination, destinationPort) =>
            new FiveTuple(IpProtocol.Udp, new Ipv4Address(source), sourcePort, new Ipv4Address(destination), destinationPort));

    private static readonly FiveTuple connection = new(
        IpProtocol.Udp, Ipv4Address.Parse("10.0.0.1"), 40000, Ipv4Address.Parse("10.9.0.1"), 443);

    [Fact]
    public void A_rewritten_datagram_equals_one_written_with_the_new_address() =>
        Gen.Select(Tuples, Gen.UInt, Gen.UShort, Gen.Byte.Array[0, 200]).Sample((tuple, address, port, payload) =>
        {
            byte[] rewritten = new byte[300], expected = new byte[300];
            int length = UdpDatagram.Write(rewritten, tuple, payload);
            Assert.True(Ipv4Packet.TryParse(rewritten.AsSpan(0, length), out Ipv4Packet packet, out _));
            packet.RewriteSource(new Ipv4Address(address), port);
            UdpDatagram.Write(expected, tuple with { SourceAddress = new Ipv4Address(address), SourcePort = port }, payload);
            Assert.Equal(expected, rewritten);
        });

    [Fact]
    public void A_rewritten_segment_equals_one_written_with_the_new_address() =>
        Gen.Select(Tuples, Gen.UInt, Gen.UShort, Gen.Byte.Array[0, 200]).Sample((tuple, address, port, payload) =>
        {
            byte[] rewritten = new byte[300], expected = new byte[300];
            TcpNumbers numbers = new(1, 2, TcpFlags.Ack | TcpFlags.Psh);
            int length = TcpSegment.Write(rewritten, tuple, numbers, payload);
            Assert.True(Ipv4Packet.TryParse(rewritten.AsSpan(0, length), out Ipv4Packet packet, out _));
            packet.RewriteDestination(new Ipv4Address(address), port);
            TcpSegment.Write(
                expected, tuple with { DestinationAddress = new Ipv4Address(address), DestinationPort = port }, numbers, payload);
            Assert.Equal(expected, rewritten);
        });

    [Fact]
    public void A_datagram_sent_without_a_checksum_stays_without_one()
    {
        byte[] bytes = new byte[100];
        int length = UdpDatagram.Write(bytes, connection, [1, 2, 3]);
        bytes[26] = bytes[27] = 0;
        Assert.True(Ipv4Packet.TryParse(bytes.AsSpan(0, length), out Ipv4Packet packet, out _));

        packet.RewriteSource(Ipv4Address.Parse("10.8.0.1"), 50000);

        Assert.Equal((0, 0), (bytes[26], bytes[27]));
    }

    /// <summary>Word by word, as RFC 1071 defines it.</summary>
    [Fact]
    public void A_checksum_of_many_bytes_at_a_time_is_the_one_word_by_word() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Int[0, 0xFFFFF]).Sample((bytes, before) =>
    {
        ulong sum = (ulong)before;
        for (int place = 0; place < bytes.Length; place += 2)
            sum += (ulong)(bytes[place] << 8 | (place + 1 < bytes.Length ? bytes[place + 1] : 0));
        while (sum > 0xFFFF) sum = (sum & 0xFFFF) + (sum >> 16);

        Assert.Equal((ushort)(~sum & 0xFFFF), InternetChecksum.Finish(InternetChecksum.Add((ulong)before, bytes)));
    });

    /// <summary>The example of RFC 1071, section 3: the words sum to ddf2.</summary>
    [Fact]
    public void The_checksum_is_that_of_rfc_1071() =>
        Assert.Equal(unchecked((ushort)~0xddf2), InternetChecksum.Compute([0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]));
}
