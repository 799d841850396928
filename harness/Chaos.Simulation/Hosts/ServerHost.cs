using Chaos.Packets;
using Chaos.Traffic;

namespace Chaos.Simulation;

/// <summary>A server: one UDP socket and one listening TCP socket on each port, driven by <see cref="ServerTraffic"/>.</summary>
internal sealed class ServerHost : EndpointHost, IServerSockets
{
    private readonly HashSet<ushort> ports;
    private readonly Dictionary<int, TcpConnection> connections = [];
    private readonly Dictionary<FiveTuple, TcpConnection> byTuple = [];
    private int connectionsMade;

    public ServerHost(Network network, Ipv4Address address, TrafficPlan plan, int server, ITrafficObserver observer)
        : base(network, address)
    {
        ports = [.. plan.ServerPorts];
        Traffic = new ServerTraffic(plan, server, this, observer);
    }

    public ServerTraffic Traffic { get; }

    protected override TrafficEngine Engine => Traffic;

    void IServerSockets.SendDatagram(ushort serverPort, Peer peer, in Message message) =>
        SendUdp(new FiveTuple(IpProtocol.Udp, Address, serverPort, new Ipv4Address(peer.Address), peer.Port), message);

    void IServerSockets.Send(int connection, in Message message)
    {
        if (connections.TryGetValue(connection, out TcpConnection? found)) found.Send(message);
    }

    void IServerSockets.Close(int connection)
    {
        if (!connections.Remove(connection, out TcpConnection? found)) return;
        found.Close();
        if (found.IsFinished) byTuple.Remove(found.Tuple.Reversed());
    }

    protected override void Deliver(Ipv4Packet packet, Span<byte> bytes)
    {
        FiveTuple tuple = packet.Tuple;
        if (packet.Protocol == IpProtocol.Icmp) OnIcmp(packet);
        else if (packet.Protocol == IpProtocol.Udp && ports.Contains(tuple.DestinationPort)) OnDatagram(packet);
        else if (IsOpening(packet)) Accept(packet);
        else if (byTuple.TryGetValue(tuple, out TcpConnection? connection)) OnSegment(connection, packet);
        else Refuse(bytes, Gateway);
    }

    private void OnIcmp(Ipv4Packet packet)
    {
        if (IcmpUnreachable.TryReadRefused(packet, out FiveTuple refused))
            Traffic.OnDatagramRefused(Network.Now, refused.SourcePort, new Peer(refused.DestinationAddress.Value, refused.DestinationPort));
    }

    private void OnDatagram(Ipv4Packet packet)
    {
        FiveTuple tuple = packet.Tuple;
        if (Message.TryRead(UdpDatagram.Payload(packet), out Message message))
            Traffic.OnDatagram(Network.Now, tuple.DestinationPort, new Peer(tuple.SourceAddress.Value, tuple.SourcePort), message);
    }

    private bool IsOpening(Ipv4Packet packet) =>
        packet.Protocol == IpProtocol.Tcp && ports.Contains(packet.Tuple.DestinationPort)
        && (TcpSegment.Numbers(packet).Flags & (TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Rst)) == TcpFlags.Syn;

    /// <summary>A SYN on a tuple that is still held comes from a client that has long given the old connection up, so a new one begins.</summary>
    /// <remarks>A kernel challenges it first (RFC 5961) and is told so by a RST; the end is the same.</remarks>
    private void Accept(Ipv4Packet packet)
    {
        if (byTuple.Remove(packet.Tuple, out TcpConnection? stale) && connections.Remove(stale.Socket)) Traffic.OnReset(Network.Now, stale.Socket);
        TcpConnection connection = new(packet.Tuple.Reversed(), connectionsMade++, SendSegment);
        connections[connection.Socket] = connection;
        byTuple[packet.Tuple] = connection;
        connection.Accept(TcpSegment.Numbers(packet).Sequence);
    }

    private void OnSegment(TcpConnection connection, Ipv4Packet packet)
    {
        bool hasReader = connections.ContainsKey(connection.Socket);
        switch (connection.Take(TcpSegment.Numbers(packet), TcpSegment.Payload(packet), out Message message))
        {
            case TcpEvent.Data:
                if (hasReader) Traffic.OnMessage(Network.Now, connection.Socket, message);
                connection.AcknowledgeIfOwed();
                break;
            case TcpEvent.PeerClosed:
                if (hasReader) Traffic.OnClosed(Network.Now, connection.Socket);
                if (connection.IsFinished) byTuple.Remove(packet.Tuple);
                break;
            case TcpEvent.Reset:
                byTuple.Remove(packet.Tuple);
                connections.Remove(connection.Socket);
                if (hasReader) Traffic.OnReset(Network.Now, connection.Socket);
                break;
        }
    }
}
