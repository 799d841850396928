using System.Buffers.Binary;
using Chaos.Model;
using Chaos.Nat.Snat;
using Chaos.Packets;

namespace Chaos.Nat.Tests;

public sealed class IcmpTests
{
    private readonly NatWorld world = new("cilium-1.19");

    [Fact]
    public void A_ping_is_mapped_by_its_identifier_and_any_identifier_is_kept_since_1_18()
    {
        byte[] ping = Echo(IcmpType.EchoRequest, NatWorld.Client, NatWorld.Server, identifier: 7);

        Assert.Equal(PacketVerdict.Forward, world.Datapath.ProcessEgress(ping, 1, 0));
        Assert.Equal(new FiveTuple(IpProtocol.Icmp, NatWorld.Nat, 7, NatWorld.Server, 0), NatWorld.Parse(ping));
    }

    [Fact]
    public void Before_1_18_an_identifier_comes_out_of_the_port_range()
    {
        NatWorld older = new("cilium-1.17");
        byte[] ping = Echo(IcmpType.EchoRequest, NatWorld.Client, NatWorld.Server, identifier: 7);

        older.Datapath.ProcessEgress(ping, 1, 0);

        ushort identifier = NatWorld.Parse(ping).SourcePort;
        Assert.InRange(identifier, (ushort)32768, ushort.MaxValue);
        Assert.Equal(PacketVerdict.Forward, older.Datapath.ProcessIngress(
            Echo(IcmpType.EchoReply, NatWorld.Server, NatWorld.Nat, identifier), 2, 0));
    }

    [Fact]
    public void Two_clients_that_ping_with_one_identifier_get_their_own_replies()
    {
        Ipv4Address other = new(NatWorld.Client.Value + 1);
        byte[] first = Echo(IcmpType.EchoRequest, NatWorld.Client, NatWorld.Server, 7), second = Echo(
            IcmpType.EchoRequest, other, NatWorld.Server, 7);
        world.Datapath.ProcessEgress(first, 1, 0);
        world.Datapath.ProcessEgress(second, 2, 0);

        byte[] reply = Echo(IcmpType.EchoReply, NatWorld.Server, NatWorld.Nat, NatWorld.Parse(second).SourcePort);
        world.Datapath.ProcessIngress(reply, 3, 0);

        Assert.Equal(new FiveTuple(IpProtocol.Icmp, NatWorld.Server, 0, other, 7), NatWorld.Parse(reply));
    }

    [Fact]
    public void An_echo_reply_that_nobody_asked_for_is_punted_and_a_ping_to_the_nat_address_is_the_hosts()
    {
        byte[] ping = Echo(IcmpType.EchoRequest, NatWorld.Server, NatWorld.Nat, 9), answer = new byte[PuntAnswer.MaximumBytes];

        Assert.Equal(PacketVerdict.Punt, world.Datapath.ProcessIngress(Echo(IcmpType.EchoReply, NatWorld.Server, NatWorld.Nat, 9), 1, 0));
        Assert.Equal(PacketVerdict.Punt, world.Datapath.ProcessIngress(ping, 1, 0));
        int length = PuntAnswer.Write(ping, answer);
        Assert.Equal(Echo(IcmpType.EchoReply, NatWorld.Nat, NatWorld.Server, 9), answer[..length]);
    }

    [Fact]
    public void An_error_about_an_unknown_mapping_is_punted_both_ways_and_makes_or_restores_nothing()
    {
        Assert.Equal(PacketVerdict.Punt, world.Datapath.ProcessIngress(ErrorFromServer(), 1, 0));
        world.Egress();
        world.Remove(MappingHalf.Original);
        Assert.Equal(PacketVerdict.Punt, world.Datapath.ProcessEgress(ErrorFromClient(), 2, 0));
        Assert.Equal(1, world.Datapath.Map.Count);
    }

    [Fact]
    public void An_error_ends_no_mapping()
    {
        world.Egress();

        Assert.Equal(PacketVerdict.Forward, world.Datapath.ProcessIngress(ErrorFromServer(), 1, 0));

        Assert.Equal((NatWorld.Port, PacketVerdict.Forward), (world.Egress(), world.Ingress()));
    }

    [Fact]
    public void An_error_that_quotes_less_than_eight_bytes_of_transport_is_dropped_by_name()
    {
        byte[] error = ErrorFromServer()[..(28 + 27)];
        Shorten(error);

        Assert.Equal(PacketVerdict.Drop(DropReason.BadEmbeddedPacket), world.Datapath.ProcessIngress(error, 1, 0));
    }

    [Fact]
    public void An_error_about_an_error_is_dropped_by_name()
    {
        byte[] inner = ErrorFromServer(), outer = new byte[28 + inner.Length];
        Assert.True(Ipv4Packet.TryParse(inner, out Ipv4Packet refused, out _));
        IcmpMessage.WriteError(outer, IcmpType.TimeExceeded, 0, NatWorld.Server, refused, inner.Length);

        Assert.Equal(PacketVerdict.Drop(DropReason.BadEmbeddedPacket), world.Datapath.ProcessIngress(outer, 1, 0));
    }

    [Fact]
    public void A_client_that_sends_another_kind_of_icmp_is_dropped_by_name()
    {
        byte[] timestamp = Echo((IcmpType)13, NatWorld.Client, NatWorld.Server, 7);

        Assert.Equal(PacketVerdict.Drop(DropReason.UnsupportedIcmp), world.Datapath.ProcessEgress(timestamp, 1, 0));
    }

    [Fact]
    public void The_first_fragment_is_translated_and_a_later_one_dropped_by_name()
    {
        byte[] whole = new byte[100];
        UdpDatagram.Write(whole, NatWorld.Connection, new byte[72]);
        byte[] first = Fragment(whole[..68], moreFragments: true, offset: 0), later = Fragment(
            whole[..60], moreFragments: false, offset: 48);

        Assert.Equal(PacketVerdict.Forward, world.Datapath.ProcessEgress(first, 1, 0));
        Assert.Equal(NatWorld.Port, NatWorld.Parse(first).SourcePort);
        Assert.Equal(PacketVerdict.Drop(DropReason.Fragment), world.Datapath.ProcessEgress(later, 2, 0));
        Assert.Equal(1, world.Datapath.Counters.Drops(DropReason.Fragment));
    }

    /// <summary>The checksum covers the whole datagram, so it is right if that of the reassembled one is.</summary>
    [Fact]
    public void The_checksum_in_a_first_fragment_is_that_of_the_whole_datagram_after_translation()
    {
        byte[] whole = new byte[100], expected = new byte[100];
        UdpDatagram.Write(whole, NatWorld.Tuple(1024), new byte[72]);
        byte[] first = Fragment(whole[..68], moreFragments: true, offset: 0);
        world.Datapath.ProcessEgress(first, 1, 0);

        UdpDatagram.Write(expected, NatWorld.Parse(first), new byte[72]);

        Assert.Equal(expected[20..68], first[20..]);
    }

    private static byte[] Echo(IcmpType type, Ipv4Address source, Ipv4Address destination, ushort identifier)
    {
        byte[] bytes = new byte[100];
        return bytes[..IcmpMessage.WriteEcho(bytes, type, source, destination, identifier, 1, [1, 2, 3])];
    }

    private static byte[] ErrorFromServer() =>
        Error(new FiveTuple(IpProtocol.Udp, NatWorld.Nat, NatWorld.Port, NatWorld.Server, 80), NatWorld.Server);

    private static byte[] ErrorFromClient() => Error(NatWorld.Connection.Reversed(), NatWorld.Client);

    private static byte[] Error(FiveTuple refused, Ipv4Address source)
    {
        byte[] packet = new byte[100], error = new byte[200];
        int length = UdpDatagram.Write(packet, refused, [1, 2, 3]);
        Assert.True(Ipv4Packet.TryParse(packet.AsSpan(0, length), out Ipv4Packet parsed, out _));
        return error[..IcmpMessage.WriteError(error, IcmpType.DestinationUnreachable, 3, source, parsed, length)];
    }

    private static byte[] Fragment(byte[] bytes, bool moreFragments, int offset)
    {
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(6), (ushort)((moreFragments ? 0x2000 : 0) | offset / 8));
        Shorten(bytes);
        return bytes;
    }

    /// <summary>Makes the header say how long the packet is.</summary>
    private static void Shorten(byte[] bytes)
    {
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)bytes.Length);
        bytes[10] = bytes[11] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(10), InternetChecksum.Compute(bytes.AsSpan(0, 20)));
    }
}
