using System.Buffers.Binary;
using Chaos.Faults;
using Chaos.Packets;
using Chaos.Core;
using Chaos.Model;
using Chaos.Simulation.Tcp;
using Chaos.Traffic;
using Chaos.Traffic.Flows;

namespace Chaos.Simulation.Hosts;

/// <summary>A client: connected UDP sockets and TCP connections, driven by <see cref="ClientTraffic"/>.</summary>
internal sealed class SimulatedClient : SimulatedEndpoint, IClientSockets, IPeerSite
{
    private const int DestinationPortOffset = Ipv4Packet.MinimumHeaderBytes + 2;

    private readonly NetworkPlan addresses;
    private ClientSocket[] sockets = new ClientSocket[16];
    private readonly DatagramSockets datagramSockets = new();

    public SimulatedClient(
        Network network, NetworkPlan addresses, TrafficPlan plan, int client, ITrafficObserver observer, SharedFlows flows)
        : base(network, addresses.Client(client), new PortSet([]), flows.Of(client))
    {
        this.addresses = addresses;
        Traffic = new ClientTraffic(plan, addresses, client, this, observer, flows, Number);
    }

    public ClientTraffic Traffic { get; }

    public override TrafficEngine Engine => Traffic;

    public void SetKeepAlive(bool on)
    {
        Tcp.SetKeepAlive(on);
        Plan();
    }

    public void Burst(string pressure, double ratePerSecond, ulong seed, long fromNanoseconds, long untilNanoseconds)
    {
        Traffic.Burst(pressure, ratePerSecond, seed, fromNanoseconds, untilNanoseconds);
        Plan();
    }

    void IClientSockets.Open(int socket, Transport transport, ushort sourcePort, int server, ushort serverPort, long keepAlive)
    {
        SocketAddress destination = addresses.Destination(server, serverPort);
        FiveTuple tuple = new(transport.Protocol(), Address, sourcePort, destination.Address, destination.Port);
        if (socket >= sockets.Length) Array.Resize(ref sockets, 2 * socket);
        if (transport == Transport.Udp)
        {
            datagramSockets.Open(sourcePort, socket);
            sockets[socket] = new ClientSocket(tuple, null);
        }
        else if (Tcp.Connect(tuple, socket, keepAlive) is { } connection) sockets[socket] = new ClientSocket(tuple, connection);
        else Traffic.OnLocalFailure(Network.Now, socket);
    }

    void IClientSockets.Send(int socket, in Message message)
    {
        if (sockets[socket].Connection is { } connection) Tcp.Send(connection, message);
        else SendUdp(sockets[socket].Tuple, message);
    }

    /// <remarks>The socket number of a watched flow is its local index.</remarks>
    public override void PrefetchFlow(int localIndex)
    {
        base.PrefetchFlow(localIndex);
        if (localIndex < sockets.Length) CacheLines.Prefetch(ref sockets[localIndex]);
    }

    void IClientSockets.Close(int socket)
    {
        ClientSocket closed = sockets[socket];
        sockets[socket] = default;
        if (closed.Connection is { } connection) Tcp.Close(connection);
        else if (closed.Tuple.Protocol == IpProtocol.Udp) datagramSockets.Close(closed.Tuple.SourcePort);
    }

    public override void Prefetch(ReadOnlySpan<byte> packet)
    {
        if (packet.Length >= UdpDatagram.PayloadOffset)
            datagramSockets.Prefetch(BinaryPrimitives.ReadUInt16BigEndian(packet[DestinationPortOffset..]));
    }

    protected override void OnDatagram(FiveTuple tuple, Ipv4Packet packet, Span<byte> bytes)
    {
        if (!TryFind(tuple.Reversed(), out int socket)) Refuse(bytes, Gateway);
        else if (Message.TryRead(UdpDatagram.Payload(packet), out Message message)) Traffic.OnMessage(Network.Now, socket, message);
    }

    protected override void OnDatagramRefused(FiveTuple refused)
    {
        if (TryFind(refused, out int socket)) Traffic.OnReset(Network.Now, socket);
    }

    protected override void OnConnected(int socket) => Traffic.OnConnected(Network.Now, socket);

    protected override void OnMessage(int socket, in Message message) => Traffic.OnMessage(Network.Now, socket, message);

    protected override void OnPeerClosed(int socket) => Traffic.OnClosed(Network.Now, socket);

    protected override void OnReset(int socket)
    {
        sockets[socket] = default;
        Traffic.OnReset(Network.Now, socket);
    }

    protected override void OnTimedOut(int socket)
    {
        sockets[socket] = default;
        Traffic.OnTimedOut(Network.Now, socket);
    }

    /// <summary>The UDP socket that sends with this tuple.</summary>
    private bool TryFind(in FiveTuple tuple, out int socket) =>
        datagramSockets.TryFind(tuple.SourcePort, out socket) && sockets[socket].Tuple == tuple;

    /// <param name="Tuple">This host is the source.</param>
    /// <param name="Connection">Null for UDP, and once TCP has ended by itself.</param>
    private readonly record struct ClientSocket(FiveTuple Tuple, TcpConnection? Connection);
}
