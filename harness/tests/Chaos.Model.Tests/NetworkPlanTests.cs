namespace Chaos.Model.Tests;

public sealed class NetworkPlanTests
{
    private static readonly NetworkPlan egress = new()
    {
        Topology = TopologyKind.Egress,
        InsideNetwork = Ipv4Address.Parse("198.18.0.0"),
        OutsideNetwork = Ipv4Address.Parse("198.18.1.0"),
        PrefixBits = 24,
        Clients = 2,
        Servers = 2,
        ServerPorts = [8080, 8081],
        Translates = true,
    };

    private static readonly NetworkPlan nodePort = egress with { Topology = TopologyKind.NodePort };

    [Fact]
    public void Egress_clients_are_inside_and_their_servers_and_their_translated_address_outside()
    {
        Assert.Equal(("198.18.0.11", "198.18.1.11"), (egress.Client(1).ToString(), egress.Server(1).ToString()));
        Assert.True(egress.IsInside(egress.Client(1)));
        Assert.False(egress.IsInside(egress.Server(1)));
        Assert.False(egress.IsInside(egress.EgressAddress));
        Assert.Empty(egress.Services);
    }

    [Fact]
    public void Node_port_clients_are_outside_and_the_pods_and_the_translated_address_inside()
    {
        Assert.Equal(("198.18.1.11", "198.18.0.11"), (nodePort.Client(1).ToString(), nodePort.Server(1).ToString()));
        Assert.False(nodePort.IsInside(nodePort.Client(1)));
        Assert.True(nodePort.IsInside(nodePort.Server(1)));
        Assert.True(nodePort.IsInside(nodePort.EgressAddress));
        Assert.False(nodePort.IsInside(nodePort.Frontend));
    }

    [Fact]
    public void A_node_port_has_one_service_for_each_port_and_transport_with_every_pod_behind_it()
    {
        Assert.Equal(
            ["Tcp 198.18.1.250:30001", "Tcp 198.18.1.250:30002", "Udp 198.18.1.250:30001", "Udp 198.18.1.250:30002"],
            nodePort.Services.Select(service => $"{service.Protocol} {service.Frontend}"));
        Assert.Equal(["198.18.0.10:8081", "198.18.0.11:8081"], nodePort.Services[1].Backends.Select(backend => backend.ToString()));
    }

    [Fact]
    public void Clients_connect_to_a_service_only_where_something_translates()
    {
        Assert.Equal("198.18.1.250:30002", nodePort.Destination(1, 8081).ToString());
        Assert.Equal("198.18.0.11:8081", (nodePort with { Translates = false }).Destination(1, 8081).ToString());
        Assert.Equal("198.18.1.11:8081", egress.Destination(1, 8081).ToString());
        Assert.Empty((nodePort with { Translates = false }).Services);
        Assert.Throws<ArgumentException>(() => nodePort.Destination(0, 9));
    }

    [Fact]
    public void A_flow_is_watched_as_its_client_opens_it()
    {
        FlowPlan flow = new(0, "web-0", 0, Client: 1, SourcePort: 40000, Server: 0, ServerPort: 8080, OpenAt: 0, PayloadBytes: 64, Seed: 1);

        Assert.Equal("Tcp 198.18.0.11:40000 -> 198.18.1.10:8080", egress.Connection(flow, Transport.Tcp).ToString());
        Assert.Equal("Udp 198.18.1.11:40000 -> 198.18.1.250:30001", nodePort.Connection(flow, Transport.Udp).ToString());
    }

    [Fact]
    public void No_two_hosts_share_an_address()
    {
        foreach (NetworkPlan plan in new[] { egress, nodePort })
        {
            Ipv4Address[] addresses =
            [
                plan.InsideGateway, plan.OutsideGateway, plan.NodeInside, plan.NodeOutside, plan.Frontend, plan.Client(0), plan.Client(1),
                plan.Server(0), plan.Server(1),
            ];

            Assert.Equal(addresses.Length, addresses.Distinct().Count());
        }
    }
}
