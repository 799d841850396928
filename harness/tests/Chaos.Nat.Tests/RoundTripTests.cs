using Chaos.Model;
using Chaos.Packets;
using CsCheck;

namespace Chaos.Nat.Tests;

/// <summary>What goes out and comes back is what was sent, whatever it is and under every variant.</summary>
public sealed class RoundTripTests
{
    private static readonly IpProtocol[] Protocols = [IpProtocol.Tcp, IpProtocol.Udp, IpProtocol.Icmp];
    private static readonly IcmpType[] Errors = [IcmpType.DestinationUnreachable, IcmpType.TimeExceeded, IcmpType.ParameterProblem];

    /// <summary>Bytes of transport that are quoted; not 17, which has half of a TCP checksum, and half cannot be mended.</summary>
    private static readonly Gen<int> Cuts = Gen.Int[8, 220].Where(cut => cut != 17);

    private static readonly Gen<(FiveTuple Tuple, byte[] Payload)> Sendings = Gen.Select(
        Gen.Int[0, 2].Select(choice => Protocols[choice]), Gen.UShort, Gen.UShort[1, 65535], Gen.Byte.Array[0, 200],
        (protocol, port, serverPort, payload) => (
            new FiveTuple(
            protocol, NatWorld.Client, port, NatWorld.Server, protocol == IpProtocol.Icmp ? (ushort)0 : serverPort), payload));

    public static TheoryData<string> Names => [.. Variants.VariantCatalog.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_reply_comes_back_to_where_the_request_came_from_with_its_payload(string variant)
    {
        NatWorld world = new(variant, mapSize: 65536);
        Sendings.Sample(sending =>
        {
            byte[] request = Write(sending.Tuple, sending.Payload);
            Assert.Equal(PacketVerdict.Forward, world.Datapath.ProcessEgress(request, 1, cpu: 0));
            FiveTuple outside = NatWorld.Parse(request);
            Assert.Equal((NatWorld.Nat, sending.Tuple.DestinationAddress, sending.Tuple.DestinationPort), (
                outside.SourceAddress, outside.DestinationAddress, outside.DestinationPort));

            byte[] reply = Write(outside.Reversed(), sending.Payload);
            Assert.Equal(PacketVerdict.Forward, world.Datapath.ProcessIngress(reply, 2, cpu: 0));

            Assert.Equal(Write(sending.Tuple.Reversed(), sending.Payload), reply);
        }, iter: 500, threads: 1);
    }

    /// <summary>The server's complaint quotes what it got; the client must read of what it sent.</summary>
    [Fact]
    public void An_error_from_outside_quotes_to_the_client_exactly_what_the_client_sent()
    {
        NatWorld world = new(
            NatWorld.Options("cilium-1.19") with { Icmp = IcmpHandling.Correct, Map = new MapOptions(65536) });
        Gen.Select(Sendings, Gen.Int[0, 2].Select(choice => Errors[choice]), Gen.Byte, Cuts).Sample(
            (sending, type, code, cut) =>
            {
                byte[] sent = Write(sending.Tuple, sending.Payload), request = [.. sent];
                world.Datapath.ProcessEgress(request, 1, cpu: 0);
                Assert.True(Ipv4Packet.TryParse(request, out Ipv4Packet refused, out _));
                int quoted = Math.Min(request.Length, 20 + cut);
                byte[] error = new byte[28 + quoted];
                Ipv4Address router = new(NatWorld.Server.Value + 7);
                IcmpMessage.WriteError(error, type, code, router, refused, quoted);

                Assert.Equal(PacketVerdict.Forward, world.Datapath.ProcessIngress(error, 2, cpu: 0));

                Assert.True(Ipv4Packet.TryParse(error, out Ipv4Packet delivered, out _));
                Assert.True(delivered.TransportChecksumIsRight());
                Assert.Equal((router, NatWorld.Client), (delivered.Source, delivered.Destination));
                Assert.Equal(sent[..quoted], error[28..]);
            }, iter: 1000, threads: 1);
    }

    /// <summary>The client's complaint about a reply must quote to the server what the server sent.</summary>
    [Fact]
    public void An_error_from_a_client_quotes_to_the_server_exactly_what_the_server_sent()
    {
        NatWorld world = new(
            NatWorld.Options("cilium-1.19") with { Icmp = IcmpHandling.Correct, Map = new MapOptions(65536) });
        Gen.Select(Sendings, Cuts).Sample((sending, cut) =>
        {
            byte[] request = Write(sending.Tuple, sending.Payload);
            world.Datapath.ProcessEgress(request, 1, cpu: 0);
            byte[] sent = Write(NatWorld.Parse(request).Reversed(), sending.Payload), reply = [.. sent];
            world.Datapath.ProcessIngress(reply, 2, cpu: 0);
            Assert.True(Ipv4Packet.TryParse(reply, out Ipv4Packet refused, out _));
            int quoted = Math.Min(reply.Length, 20 + cut);
            byte[] error = new byte[28 + quoted];
            IcmpMessage.WriteError(error, IcmpType.DestinationUnreachable, 3, NatWorld.Client, refused, quoted);

            Assert.Equal(PacketVerdict.Forward, world.Datapath.ProcessEgress(error, 3, cpu: 0));

            Assert.True(Ipv4Packet.TryParse(error, out Ipv4Packet leaving, out _));
            Assert.True(leaving.TransportChecksumIsRight());
            Assert.Equal((NatWorld.Nat, NatWorld.Server), (leaving.Source, leaving.Destination));
            Assert.Equal(sent[..quoted], error[28..]);
        }, iter: 1000, threads: 1);
    }

    /// <summary>A whole packet; for ICMP an echo request from the side with the identifier, an echo reply from the other.</summary>
    private static byte[] Write(FiveTuple tuple, byte[] payload)
    {
        byte[] bytes = new byte[300];
        int length = tuple.Protocol switch
        {
            IpProtocol.Tcp => TcpSegment.Write(bytes, tuple, new TcpNumbers(7, 9, TcpFlags.Ack | TcpFlags.Psh), payload),
            IpProtocol.Udp => UdpDatagram.Write(bytes, tuple, payload),
            _ when tuple.SourceAddress == NatWorld.Server =>
                IcmpMessage.WriteEcho(
                    bytes, IcmpType.EchoReply, tuple.SourceAddress, tuple.DestinationAddress, tuple.DestinationPort, 5, payload),
            _ => IcmpMessage.WriteEcho(
            bytes, IcmpType.EchoRequest, tuple.SourceAddress, tuple.DestinationAddress, tuple.SourcePort, 5, payload),
        };
        return bytes[..length];
    }
}
