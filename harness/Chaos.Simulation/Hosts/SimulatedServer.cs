using Chaos.Faults;
using Chaos.Model;
using Chaos.Packets;
using Chaos.Simulation.Tcp;
using Chaos.Traffic;
using Chaos.Traffic.Flows;

namespace Chaos.Simulation.Hosts;

/// <summary>A server: one UDP socket and one listening TCP socket on each port, driven by <see cref="ServerTraffic"/>.</summary>
internal sealed class SimulatedServer : SimulatedEndpoint, IServerSockets, IPeerSite
{
    private readonly PortSet ports;
    private readonly ushort[] offered;
    private readonly Dictionary<int, TcpConnection> connections = [];
    private int connectionsMade;

    public SimulatedServer(Network network, Ipv4Address address, TrafficPlan plan, int server, ITrafficObserver observer, SharedFlows flows)
        : this(network, address, plan, server, observer, flows, new PortSet(plan.ServerPorts))
    {
    }

    private SimulatedServer(
        Network network, Ipv4Address address, TrafficPlan plan, int server, ITrafficObserver observer, SharedFlows flows, PortSet ports)
        : base(network, address, ports, flows.Of(server))
    {
        this.ports = ports;
        offered = [.. plan.ServerPorts];
        Traffic = new ServerTraffic(plan, server, this, observer, flows, Number);
    }

    public ServerTraffic Traffic { get; }

    public override TrafficEngine Engine => Traffic;

    /// <summary>The kernel closes what the program had open; whoever comes meanwhile is refused.</summary>
    public void GoDown()
    {
        ports.Clear();
        Traffic.Reset();
        foreach (TcpConnection connection in connections.Values.OrderBy(connection => connection.Socket).ToArray()) Tcp.Close(connection);
        connections.Clear();
        Plan();
    }

    public void ComeBack() => ports.Add(offered);

    void IServerSockets.SendDatagram(ushort serverPort, Peer peer, in Message message) =>
        SendUdp(new FiveTuple(IpProtocol.Udp, Address, serverPort, new Ipv4Address(peer.Address), peer.Port), message);

    void IServerSockets.Send(int connection, in Message message)
    {
        if (connections.TryGetValue(connection, out TcpConnection? found)) Tcp.Send(found, message);
    }

    void IServerSockets.Close(int connection)
    {
        if (connections.Remove(connection, out TcpConnection? found)) Tcp.Close(found);
    }

    public override void Prefetch(ReadOnlySpan<byte> packet)
    {
        if (packet.Length > UdpDatagram.PayloadOffset && Message.TryPeekFlow(packet[UdpDatagram.PayloadOffset..], out int flow))
            Traffic.Prefetch(flow);
    }

    protected override void OnDatagram(FiveTuple tuple, Ipv4Packet packet, Span<byte> bytes)
    {
        if (!ports.Contains(tuple.DestinationPort)) Refuse(bytes, Gateway);
        else if (Message.TryRead(UdpDatagram.Payload(packet), out Message message))
            Traffic.OnDatagram(Network.Now, tuple.DestinationPort, new Peer(tuple.SourceAddress.Value, tuple.SourcePort), message);
    }

    protected override void OnDatagramRefused(FiveTuple refused) =>
        Traffic.OnDatagramRefused(Network.Now, refused.SourcePort, new Peer(refused.DestinationAddress.Value, refused.DestinationPort));

    protected override void OnAccepted(TcpConnection connection)
    {
        connection.Socket = connectionsMade++;
        connections[connection.Socket] = connection;
    }

    protected override void OnMessage(int socket, in Message message) => Traffic.OnMessage(Network.Now, socket, message);

    protected override void OnPeerClosed(int socket) => Traffic.OnClosed(Network.Now, socket);

    protected override void OnReset(int socket)
    {
        connections.Remove(socket);
        Traffic.OnReset(Network.Now, socket);
    }

    protected override void OnTimedOut(int socket)
    {
        connections.Remove(socket);
        Traffic.OnTimedOut(Network.Now, socket);
    }
}
