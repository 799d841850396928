using Chaos.Model;
using Chaos.Nat.NodePort;
using Chaos.Nat.Snat;
using Chaos.Packets;

namespace Chaos.Nat.Tests;

/// <summary>
/// Outside client 203.0.113.10 to node 192.168.1.5:30001, which is one of the pods 10.0.2.15-17:8080, seen there as 10.0.1.1.
/// </summary>
public sealed class NodePortTests
{
    private static readonly Ipv4Address Client = Ipv4Address.Parse("203.0.113.10"), Inside = Ipv4Address.Parse("10.0.1.1");
    private static readonly SocketAddress Frontend = new(Ipv4Address.Parse("192.168.1.5"), 30001);
    private static readonly SocketAddress[] Pods = [
        .. new uint[] { 15, 16, 17 }.Select(last => new SocketAddress(Ipv4Address.Parse($"10.0.2.{last}"), 8080))];

    /// <summary>203.0.113.10:30000 -> 192.168.1.5:30001 -> 10.0.2.15:8080, which sees 10.0.1.1:42132 and answers to it.</summary>
    [Fact]
    public void A_request_reaches_the_pod_from_the_nodes_inside_address_and_the_answer_comes_from_the_node_port()
    {
        NatDatapath datapath = Node([Pods[0]], port: 42132);
        FiveTuple request = new(IpProtocol.Tcp, Client, 30000, Frontend.Address, Frontend.Port);

        FiveTuple atPod = Translate(datapath, request);
        FiveTuple atClient = Translate(datapath, atPod.Reversed());

        Assert.Equal(new FiveTuple(IpProtocol.Tcp, Inside, 42132, Pods[0].Address, 8080), atPod);
        Assert.Equal(request.Reversed(), atClient);
    }

    [Fact]
    public void A_flow_keeps_its_backend_and_many_flows_use_them_all()
    {
        NatDatapath datapath = Node(Pods);
        Dictionary<Ipv4Address, int> flows = [];
        for (ushort port = 33000; port < 33300; port++)
        {
            FiveTuple request = new(IpProtocol.Udp, Client, port, Frontend.Address, Frontend.Port), atPod = Translate(datapath, request);
            Assert.Equal(atPod, Translate(datapath, request));
            Assert.Equal(request.Reversed(), Translate(datapath, atPod.Reversed()));
            flows[atPod.DestinationAddress] = flows.GetValueOrDefault(atPod.DestinationAddress) + 1;
        }

        Assert.Equal(Pods.Select(pod => pod.Address), flows.Keys.OrderBy(address => address.Value));
        Assert.All(flows.Values, count => Assert.InRange(count, 60, 140));
    }

    [Fact]
    public void A_lost_reverse_entry_is_punted_to_the_node_here_too()
    {
        NatDatapath datapath = Node(Pods);
        FiveTuple atPod = Translate(datapath, new FiveTuple(IpProtocol.Udp, Client, 40000, Frontend.Address, Frontend.Port));
        datapath.Map.Inject(NatKey.Reverse(atPod.Reversed()));

        Assert.Equal(PacketVerdict.Punt, datapath.Process(Datagram(atPod.Reversed()), 1, 0));
    }

    [Fact]
    public void A_port_without_a_service_is_the_hosts_and_other_traffic_passes_through_untouched()
    {
        NatDatapath datapath = Node(Pods);
        byte[] through = Datagram(new FiveTuple(IpProtocol.Udp, Pods[0].Address, 8080, Client, 9));
        byte[] before = [.. through];

        Assert.Equal(
            PacketVerdict.Punt, datapath.Process(Datagram(new FiveTuple(IpProtocol.Udp, Client, 40000, Frontend.Address, 30002)), 1, 0));
        Assert.Equal(PacketVerdict.Forward, datapath.Process(through, 1, 0));
        Assert.Equal(before, through);
    }

    [Fact]
    public void Errors_from_either_side_quote_what_the_other_side_knows()
    {
        NatDatapath datapath = Node(Pods);
        FiveTuple request = new(IpProtocol.Udp, Client, 40000, Frontend.Address, Frontend.Port), atPod = Translate(datapath, request);

        byte[] fromPod = Refusal(Datagram(atPod)), fromClient = Refusal(Datagram(request.Reversed()));
        Assert.Equal(PacketVerdict.Forward, datapath.Process(fromPod, 1, 0));
        Assert.Equal(PacketVerdict.Forward, datapath.Process(fromClient, 1, 0));

        Assert.Equal((Frontend.Address, Client, request), Read(fromPod));
        Assert.Equal((Inside, atPod.DestinationAddress, atPod.Reversed()), Read(fromClient));
    }

    [Fact]
    public void A_table_that_contradicts_itself_is_refused()
    {
        Service service = new(IpProtocol.Udp, Frontend, Pods);

        Assert.Throws<ArgumentException>(() => new ServiceTable([service with { Backends = [] }]));
        Assert.Throws<ArgumentException>(() => new ServiceTable([service, service with { Backends = [new SocketAddress(Client, 1)] }]));
        Assert.Throws<ArgumentException>(() => new ServiceTable([service, service with { Frontend = new SocketAddress(Client, 1) }]));
    }

    private static NatDatapath Node(SocketAddress[] pods, ushort? port = null) => NatDatapath.Create(new NatOptions
    {
        Variant = "cilium-1.19",
        Icmp = IcmpHandling.Correct,
        EgressAddress = Inside,
        Map = new MapOptions(1024),
        Ports = new PortRange(port ?? 32768, port ?? 65535),
        Services = [new Service(IpProtocol.Tcp, Frontend, pods), new Service(IpProtocol.Udp, Frontend, pods)],
    });

    private static FiveTuple Translate(NatDatapath datapath, FiveTuple tuple)
    {
        byte[] packet = Datagram(tuple);
        Assert.Equal(PacketVerdict.Forward, datapath.Process(packet, 1, cpu: 0));
        return NatWorld.Parse(packet);
    }

    private static byte[] Datagram(FiveTuple tuple)
    {
        byte[] bytes = new byte[100];
        int length = tuple.Protocol == IpProtocol.Tcp
            ? TcpSegment.Write(bytes, tuple, new TcpNumbers(1, 2, TcpFlags.Ack), [1, 2, 3])
            : UdpDatagram.Write(bytes, tuple, [1, 2, 3]);
        return bytes[..length];
    }

    private static byte[] Refusal(byte[] packet)
    {
        byte[] answer = new byte[PuntAnswer.MaximumBytes];
        return answer[..PuntAnswer.Write(packet, answer)];
    }

    private static (Ipv4Address Source, Ipv4Address Destination, FiveTuple Quoted) Read(byte[] error)
    {
        Assert.True(Ipv4Packet.TryParse(error, out Ipv4Packet packet, out _));
        Assert.True(packet.TransportChecksumIsRight());
        Assert.True(IcmpUnreachable.TryReadRefused(packet, out FiveTuple quoted));
        return (packet.Source, packet.Destination, quoted);
    }
}
