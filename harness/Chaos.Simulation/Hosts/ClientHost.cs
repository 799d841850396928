using Chaos.Nat.NodePort;
using Chaos.Packets;
using Chaos.Traffic;

namespace Chaos.Simulation;

/// <summary>A client: connected UDP sockets and TCP connections, driven by <see cref="ClientTraffic"/>.</summary>
internal sealed class ClientHost : EndpointHost, IClientSockets
{
    private readonly Func<int, ushort, SocketAddress> destinationOf;
    private readonly Dictionary<int, FiveTuple> datagramSockets = [];
    private readonly Dictionary<int, TcpConnection> connections = [];
    private readonly Dictionary<FiveTuple, int> socketsByReply = [];
    private readonly Dictionary<FiveTuple, TcpConnection> closing = [];

    public ClientHost(
        Network network, Ipv4Address address, TrafficPlan plan, int client, Func<int, ushort, SocketAddress> destinationOf, ITrafficObserver observer)
        : base(network, address)
    {
        this.destinationOf = destinationOf;
        Traffic = new ClientTraffic(plan, client, this, observer);
    }

    public ClientTraffic Traffic { get; }

    protected override TrafficEngine Engine => Traffic;

    void IClientSockets.Open(int socket, Transport transport, ushort sourcePort, int server, ushort serverPort)
    {
        IpProtocol protocol = transport == Transport.Tcp ? IpProtocol.Tcp : IpProtocol.Udp;
        SocketAddress destination = destinationOf(server, serverPort);
        FiveTuple tuple = new(protocol, Address, sourcePort, destination.Address, destination.Port);
        closing.Remove(tuple.Reversed());
        socketsByReply[tuple.Reversed()] = socket;
        if (transport == Transport.Udp)
        {
            datagramSockets[socket] = tuple;
            return;
        }

        TcpConnection connection = new(tuple, socket, SendSegment);
        connections[socket] = connection;
        connection.Connect();
    }

    void IClientSockets.Send(int socket, in Message message)
    {
        if (connections.TryGetValue(socket, out TcpConnection? connection)) connection.Send(message);
        else SendUdp(datagramSockets[socket], message);
    }

    void IClientSockets.Close(int socket)
    {
        if (datagramSockets.Remove(socket, out FiveTuple tuple)) socketsByReply.Remove(tuple.Reversed());
        if (!connections.Remove(socket, out TcpConnection? connection)) return;
        socketsByReply.Remove(connection.Tuple.Reversed());
        connection.Close();
        if (!connection.IsFinished) closing[connection.Tuple.Reversed()] = connection;
    }

    protected override void Deliver(Ipv4Packet packet, Span<byte> bytes)
    {
        if (packet.Protocol == IpProtocol.Icmp)
        {
            if (IcmpUnreachable.TryReadRefused(packet, out FiveTuple refused) && socketsByReply.TryGetValue(refused.Reversed(), out int refusedSocket))
                Traffic.OnReset(Network.Now, refusedSocket);
            return;
        }

        if (socketsByReply.TryGetValue(packet.Tuple, out int socket)) Deliver(packet, socket);
        else if (closing.TryGetValue(packet.Tuple, out TcpConnection? connection)) Finish(connection, packet);
        else Refuse(bytes, Gateway);
    }

    private void Deliver(Ipv4Packet packet, int socket)
    {
        if (packet.Protocol == IpProtocol.Udp)
        {
            if (Message.TryRead(UdpDatagram.Payload(packet), out Message datagram)) Traffic.OnMessage(Network.Now, socket, datagram);
            return;
        }

        TcpConnection connection = connections[socket];
        switch (connection.Take(TcpSegment.Numbers(packet), TcpSegment.Payload(packet), out Message message))
        {
            case TcpEvent.Connected:
                Traffic.OnConnected(Network.Now, socket);
                break;
            case TcpEvent.Data:
                Traffic.OnMessage(Network.Now, socket, message);
                connection.AcknowledgeIfOwed();
                break;
            case TcpEvent.PeerClosed:
                Traffic.OnClosed(Network.Now, socket);
                break;
            case TcpEvent.Reset:
                connections.Remove(socket);
                socketsByReply.Remove(packet.Tuple);
                Traffic.OnReset(Network.Now, socket);
                break;
        }
    }

    /// <summary>A connection that we closed waits for the other FIN; what else comes has no reader.</summary>
    private void Finish(TcpConnection connection, Ipv4Packet packet)
    {
        TcpEvent happened = connection.Take(TcpSegment.Numbers(packet), TcpSegment.Payload(packet), out _);
        if (happened == TcpEvent.Data) connection.AcknowledgeIfOwed();
        if (happened == TcpEvent.Reset || connection.IsFinished) closing.Remove(packet.Tuple);
    }
}
