using System.Text.Json.Serialization;

namespace Chaos.Model;

/// <summary>Who stands where: clients, one node and servers on two networks, the same in every world.</summary>
/// <remarks>A world names its two networks; all other addresses follow. The ranges are those of RFC 2544, for benchmarks.</remarks>
public sealed record NetworkPlan
{
    private const uint Gateway = 1, Node = 2, FirstHost = 10, NatHost = 250;

    /// <summary>As Kubernetes numbers node ports: from 30000 on.</summary>
    private const ushort FirstNodePort = 30001;

    public required TopologyKind Topology { get; init; }

    /// <summary>The network behind the node: of the clients in an egress topology, of the pods behind a node port.</summary>
    public required Ipv4Address InsideNetwork { get; init; }

    /// <summary>The network before the node.</summary>
    public required Ipv4Address OutsideNetwork { get; init; }

    /// <summary>Of both networks.</summary>
    public required int PrefixBits { get; init; }

    public required int Clients { get; init; }

    public required int Servers { get; init; }

    public required IReadOnlyList<ushort> ServerPorts { get; init; }

    /// <summary>False: no NAT translates, so clients connect to the servers themselves, also where the topology is a node port.</summary>
    public required bool Translates { get; init; }

    /// <summary>The node's own address on the inside network.</summary>
    public Ipv4Address NodeInside => At(InsideNetwork, Node);

    public Ipv4Address NodeOutside => At(OutsideNetwork, Node);

    /// <summary>The default gateway of the inside network's hosts.</summary>
    public Ipv4Address InsideGateway => GatewayOf(InsideNetwork);

    public Ipv4Address OutsideGateway => GatewayOf(OutsideNetwork);

    /// <summary>What clients are translated to: an address on the servers' side of the node.</summary>
    public Ipv4Address EgressAddress => At(Topology == TopologyKind.NodePort ? InsideNetwork : OutsideNetwork, NatHost);

    /// <summary>Where clients find a node port's services.</summary>
    public Ipv4Address Frontend => At(OutsideNetwork, NatHost);

    /// <summary>
    /// One for each server port and transport, with every server behind it; empty where clients connect to the servers themselves.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<Service> Services => !HasServices ? [] :
    [
        .. from transport in new[] { Transport.Tcp, Transport.Udp }
           from place in Enumerable.Range(0, ServerPorts.Count)
           select new Service(
               transport.Protocol(), FrontendOf(place), [
               .. Enumerable.Range(0, Servers).Select(server => new SocketAddress(Server(server), ServerPorts[place]))]),
    ];

    private bool HasServices => Topology == TopologyKind.NodePort && Translates;

    /// <summary>The default gateway of the hosts on a network.</summary>
    public static Ipv4Address GatewayOf(Ipv4Address network) => At(network, Gateway);

    /// <summary>A spare address of the node: the ones behind the egress address that the run began with.</summary>
    /// <param name="own">The egress address at the beginning.</param>
    /// <param name="number">0 is that address itself.</param>
    public static Ipv4Address SpareAddress(Ipv4Address own, int number) => At(own, (uint)number);

    /// <param name="client">From 0.</param>
    public Ipv4Address Client(int client) =>
        At(Topology == TopologyKind.NodePort ? OutsideNetwork : InsideNetwork, FirstHost + (uint)client);

    /// <param name="server">From 0.</param>
    public Ipv4Address Server(int server) =>
        At(Topology == TopologyKind.NodePort ? InsideNetwork : OutsideNetwork, FirstHost + (uint)server);

    /// <summary>Whether an address is on the inside network.</summary>
    public bool IsInside(Ipv4Address address) => (address.Value ^ InsideNetwork.Value) >> (32 - PrefixBits) == 0;

    /// <summary>Where a client connects to that is planned for this server and port.</summary>
    public SocketAddress Destination(int server, ushort serverPort) =>
        HasServices ? FrontendOf(PlaceOf(serverPort)) : new SocketAddress(Server(server), serverPort);

    /// <summary>A planned flow as its client opens it.</summary>
    public FiveTuple Connection(FlowPlan flow, Transport transport)
    {
        SocketAddress destination = Destination(flow.Server, flow.ServerPort);
        return new FiveTuple(transport.Protocol(), Client(flow.Client), flow.SourcePort, destination.Address, destination.Port);
    }

    /// <summary>
    /// The flows that a server may see: behind a node port any server may serve any flow, and a flow that opens again may meet another.
    /// </summary>
    public TrafficPlan PlanOf(int server, TrafficPlan traffic) =>
        HasServices ? traffic with { Flows = [.. traffic.Flows.Select(flow => flow with { Server = server })] } : traffic;

    private SocketAddress FrontendOf(int place) => new(Frontend, (ushort)(FirstNodePort + place));

    private int PlaceOf(ushort serverPort)
    {
        for (int place = 0; place < ServerPorts.Count; place++)
            if (ServerPorts[place] == serverPort)
                return place;
        throw new ArgumentException($"no server listens on port {serverPort}", nameof(serverPort));
    }

    private static Ipv4Address At(Ipv4Address network, uint host) => new(network.Value + host);
}
