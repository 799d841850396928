using Chaos.Linux;
using Chaos.Model;
using Chaos.Node.Ports;
using Chaos.Packets;
using CsCheck;

namespace Chaos.Node.Tests;

public sealed class AttachedNetworkTests
{
    private static readonly Ipv4Address gateway = Ipv4Address.Parse("198.18.0.1");
    private static readonly Ipv4Address host = Ipv4Address.Parse("198.18.0.10");

    private readonly AttachedNetwork network = new(new NetworkInterface("eth0", 7), 0xFFFFFF00, Ipv4Address.Parse("198.18.0.2"), [gateway]);

    [Fact]
    public void Packets_to_somebody_unknown_wait_in_their_order_until_he_answers()
    {
        Assert.True(network.TryHold(host, [1]));
        Assert.True(network.TryHold(Ipv4Address.Parse("198.18.0.11"), [2]));
        Assert.True(network.TryHold(host, [3]));

        Assert.Equal([1, 3], network.Release(host).Select(frame => frame[0]));
        Assert.Empty(network.Release(host));
    }

    [Fact]
    public void Nobody_is_waited_for_without_a_bound()
    {
        int held = 0;
        while (held < 10_000 && network.TryHold(host, [0])) held++;

        Assert.InRange(held, 1, 1000);
    }

    [Fact]
    public void Only_members_of_the_network_are_learnt()
    {
        network.Learn(host, new MacAddress(1));
        network.Learn(Ipv4Address.Parse("198.18.1.10"), new MacAddress(2));

        Assert.True(network.TryFind(host, out MacAddress mac) && mac == new MacAddress(1));
        Assert.False(network.TryFind(Ipv4Address.Parse("198.18.1.10"), out _));
        Assert.True(network.AnswersFor(gateway));
        Assert.False(network.AnswersFor(host));
    }

    [Fact]
    public void An_arp_message_is_read_as_it_was_written_and_no_bytes_throw()
    {
        Gen.Select(Gen.ULong[0, 0xFFFF_FFFF_FFFF], Gen.UInt, Gen.Bool).Sample((mac, address, request) =>
        {
            byte[] bytes = new byte[ArpMessage.Bytes];
            ArpMessage message = new(request ? ArpOperation.Request : ArpOperation.Reply, new MacAddress(mac), new Ipv4Address(address),
                new MacAddress(~mac & 0xFFFF_FFFF_FFFF), new Ipv4Address(~address));
            message.Write(bytes);
            return ArpMessage.TryRead(bytes, out ArpMessage read) && read == message;
        });
        Gen.Byte.Array[0, 40].Sample(bytes => { _ = ArpMessage.TryRead(bytes, out _); });
    }

    [Fact]
    public void An_unfinished_checksum_becomes_the_sum_of_the_new_pseudo_header()
    {
        byte[] frame = new byte[EthernetHeader.Bytes + 64];
        Span<byte> packet = frame.AsSpan(EthernetHeader.Bytes);
        int length = UdpDatagram.Write(
            packet, new FiveTuple(IpProtocol.Udp, host, 40000, Ipv4Address.Parse("198.18.1.10"), 7000), "payload"u8);
        // Unfinished, as a kernel leaves it: start of the transport behind the Ethernet and IPv4 headers, the checksum 6 bytes on.
        byte[] header = [1, 0, 0, 0, 0, 0, 34, 0, 6, 0];

        OffloadHeader.RenewChecksum(header, frame);

        // Whoever finishes it sums the transport, the unfinished sum included, and complements.
        Span<byte> transport = packet[20..length];
        ushort finished = InternetChecksum.Compute(transport);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(transport[6..], finished);
        Assert.True(Ipv4Packet.TryParse(packet[..length], out Ipv4Packet whole, out _));
        Assert.True(whole.TransportChecksumIsRight());
    }

    [Fact]
    public void Whatever_an_offload_header_says_nothing_throws() =>
        Gen.Select(Gen.Byte.Array[10], Gen.Byte.Array[14, 80]).Sample((header, frame) => OffloadHeader.RenewChecksum(header, frame));
}
