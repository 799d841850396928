using Chaos.Control;
using Chaos.Faults;
using Chaos.Linux;
using Chaos.Model;
using Chaos.Traffic;

namespace Chaos.Endpoint;

/// <summary>A server: on each of its ports one TCP listener, and one UDP socket for all peers.</summary>
internal sealed class ServerHost : EndpointHost, IServerSockets, IPeerSite
{
    private const int Backlog = 4096;
    private const long ListenerKind = 1;
    private const long DatagramKind = 2;
    private const int KindShift = 60;

    /// <summary>An error of another peer may wait at the shared socket and take a send's place; then it is sent again.</summary>
    private const int SendTries = 4;

    private readonly ServerTraffic engine;
    private readonly uint address;
    private readonly IReadOnlyList<ushort> ports;
    private readonly Dictionary<ushort, int> datagramSockets = [];
    private readonly Dictionary<ushort, int> listeners = [];
    private readonly Queue<(ushort Port, Peer Peer)> refusals = new();

    public ServerHost(ConfigureEndpoint configuration, Epoll epoll, ITrafficObserver observer) : base(epoll, configuration.Traffic)
    {
        engine = new ServerTraffic(configuration.Traffic, configuration.Index, this, observer);
        address = configuration.Network.Server(configuration.Index).Value;
        ports = configuration.Traffic.ServerPorts;
        Listen();
    }

    public override Side Side => Side.Server;

    public override TrafficEngine Traffic => engine;

    /// <summary>Servers start none.</summary>
    public override void Advance(long now)
    {
        base.Advance(now);
        while (refusals.TryDequeue(out (ushort Port, Peer Peer) refusal)) engine.OnDatagramRefused(now, refusal.Port, refusal.Peer);
    }

    /// <summary>The kernel closes what the program had open; whoever comes meanwhile is refused.</summary>
    public void GoDown()
    {
        engine.Reset();
        foreach (int descriptor in listeners.Values.Concat(datagramSockets.Values)) Descriptors.Close(descriptor);
        listeners.Clear();
        datagramSockets.Clear();
        refusals.Clear();
        foreach (HostSocket connection in Table.Open.ToArray()) Table.Release(connection.Number);
    }

    public void ComeBack() => Listen();

    public override void OnReady(EpollEvent happened, long now)
    {
        switch (happened.Tag >> KindShift)
        {
            // An event of the same turn as the order to go down is about a socket that is gone.
            case ListenerKind when listeners.Count > 0:
                Accept((ushort)(happened.Tag & ushort.MaxValue));
                break;
            case DatagramKind when datagramSockets.Count > 0:
                ReceiveDatagrams((ushort)(happened.Tag & ushort.MaxValue), now);
                break;
            case ListenerKind or DatagramKind:
                break;
            default:
                if (Table.Find(happened.Tag) is { Stream: { } stream } connection)
                    OnStreamReady(connection, stream, happened.Readiness, now);
                break;
        }
    }

    public void SendDatagram(ushort serverPort, Peer peer, in Message message)
    {
        for (int attempt = 0; attempt < SendTries; attempt++)
        {
            int sent = Datagrams.SendTo(datagramSockets[serverPort], new Ipv4EndPoint(peer.Address, peer.Port), BytesOf(message));
            if (sent >= 0) return;
            if (sent == -Errno.TryAgain) break;
            TakeErrors(serverPort);
        }
        LocalFailures++;
    }

    public void Send(int connection, in Message message)
    {
        if (Table.At(connection) is { } open) SendTo(open, message);
    }

    public void Close(int connection) => Table.Release(connection);

    protected override void OnMessage(int socket, in Message message, long now) => engine.OnMessage(now, socket, message);

    protected override void Tell(int socket, SocketOutcome outcome, long now)
    {
        if (outcome == SocketOutcome.Closed) engine.OnClosed(now, socket);
        else if (outcome == SocketOutcome.Reset) engine.OnReset(now, socket);
        else if (outcome == SocketOutcome.TimedOut) engine.OnTimedOut(now, socket);
        else engine.OnLocalFailure(now, socket);
    }

    private void Listen()
    {
        foreach (ushort port in ports)
        {
            Ipv4EndPoint local = new(address, port);
            listeners[port] = Sockets.OpenTcp(local);
            Sockets.Listen(listeners[port], Backlog);
            datagramSockets[port] = Sockets.OpenUdpServer(local);
            Epoll.Register(listeners[port], Readiness.Readable, Tag(ListenerKind, port));
            Epoll.Register(datagramSockets[port], Readiness.Readable, Tag(DatagramKind, port));
        }
    }

    private static long Tag(long kind, ushort port) => (kind << KindShift) | port;

    private void Accept(ushort port)
    {
        while (true)
        {
            int descriptor = Sockets.Accept(listeners[port]);
            if (descriptor == -Errno.TryAgain) return;
            if (descriptor < 0)
            {
                // The client gave up before we came, or no descriptor is left: the level-triggered loop comes back.
                LocalFailures++;
                return;
            }
            Epoll.Register(descriptor, Readiness.Readable, Table.Accept(descriptor).Tag);
        }
    }

    private void ReceiveDatagrams(ushort port, long now)
    {
        TakeErrors(port);
        while (true)
        {
            int received = Datagrams.ReceiveFrom(datagramSockets[port], Incoming, out Ipv4EndPoint from);
            if (received == -Errno.TryAgain) return;
            if (received < 0) TakeErrors(port);
            else if (Message.TryRead(Incoming.AsSpan(0, received), out Message message))
                engine.OnDatagram(now, port, new Peer(from.Address, (ushort)from.Port), message);
            else LocalFailures++;
        }
    }

    private void TakeErrors(ushort port)
    {
        while (Datagrams.TryTakeError(datagramSockets[port], out Ipv4EndPoint destination, out int error))
        {
            if (error == Errno.ConnectionRefused) refusals.Enqueue((port, new Peer(destination.Address, (ushort)destination.Port)));
            else LocalFailures++;
        }
    }
}
