using Chaos.Model;

namespace Chaos.Traffic.Tests;

/// <summary>One client and one server connected to each other: messages arrive at once unless the test drops them.</summary>
internal sealed class LoopbackWorld : IClientSockets, IServerSockets, ITrafficObserver
{
    public const long Second = 1_000_000_000;
    private const uint ClientAddress = 0x0A000001;

    private readonly Dictionary<int, (Transport Transport, ushort SourcePort, ushort ServerPort, int Connection)> sockets = [];
    private readonly Queue<Action> deliveries = new();
    private int connections;

    public LoopbackWorld(TrafficPlan plan)
    {
        Client = new ClientTraffic(plan, Plans.Network(plan), 0, this, this);
        Server = new ServerTraffic(plan, 0, this, this);
    }

    public ClientTraffic Client { get; }

    public ServerTraffic Server { get; }

    /// <summary>The short flows of the only pressure group.</summary>
    public NewcomerGroup Newcomers => Client.Newcomers.Single();

    public long Now { get; private set; }

    /// <summary>The events of the flow, as text.</summary>
    public List<string> Events { get; } = [];

    public List<(long At, Side Side, MessageKind Kind, uint Sequence)> Messages { get; } = [];

    /// <summary>False: messages of the server are lost.</summary>
    public bool RepliesArrive { get; set; } = true;

    /// <summary>Added to the client's source port, as by a NAT that lost its mapping.</summary>
    public ushort PortShift { get; set; }

    /// <summary>False: a connection attempt is reset.</summary>
    public bool Listens { get; set; } = true;

    public int OpenSockets => sockets.Count;

    /// <summary>The source port of the client's only socket.</summary>
    public ushort SourcePort => sockets.Values.Single().SourcePort;

    public void Run(long until)
    {
        while (Math.Min(Client.NextDue, Server.NextDue) is long due && due <= until)
        {
            Now = Math.Max(due, Now);
            Client.Advance(Now);
            Server.Advance(Now);
            Deliver();
        }

        Now = until;
    }

    public void ResetClient(int socket = 0)
    {
        Client.OnReset(Now, socket);
        Deliver();
    }

    void IClientSockets.Open(int socket, Transport transport, ushort sourcePort, int server, ushort serverPort, long keepAlive)
    {
        sockets[socket] = (transport, sourcePort, serverPort, connections++);
        if (transport == Transport.Udp) return;
        deliveries.Enqueue(Listens ? () => Client.OnConnected(Now, socket) : () => Client.OnReset(Now, socket));
    }

    void IClientSockets.Send(int socket, in Message message)
    {
        (Transport transport, ushort sourcePort, ushort serverPort, int connection) = sockets[socket];
        Message copy = message;
        Peer peer = new(ClientAddress, (ushort)(sourcePort + PortShift));
        deliveries.Enqueue(transport == Transport.Tcp
            ? () => Server.OnMessage(Now, connection, copy)
            : () => Server.OnDatagram(Now, serverPort, peer, copy));
    }

    void IClientSockets.Close(int socket) => sockets.Remove(socket);

    void IServerSockets.SendDatagram(ushort serverPort, Peer peer, in Message message)
    {
        Message copy = message;
        int socket = sockets.FirstOrDefault(entry => entry.Value.SourcePort + PortShift == peer.Port).Key;
        if (RepliesArrive) deliveries.Enqueue(() => Client.OnMessage(Now, socket, copy));
    }

    void IServerSockets.Send(int connection, in Message message)
    {
        Message copy = message;
        foreach ((int socket, (Transport Transport, ushort SourcePort, ushort ServerPort, int Connection) open) in sockets)
            if (open.Connection == connection && RepliesArrive)
                deliveries.Enqueue(() => Client.OnMessage(Now, socket, copy));
    }

    void IServerSockets.Close(int connection) => Events.Add($"server closed {connection}");

    void ITrafficObserver.Opened(long now, int flow) => Events.Add($"{now / 1_000_000} ms: {flow} opened");

    void ITrafficObserver.Refused(long now, int flow, DeathCause cause) => Events.Add($"{now / 1_000_000} ms: {flow} refused, {cause}");

    void ITrafficObserver.Died(long now, int flow, DeathCause cause, Side side) =>
        Events.Add($"{now / 1_000_000} ms: {flow} died, {cause} at {side}");

    void ITrafficObserver.Reopened(long now, int flow) => Events.Add($"{now / 1_000_000} ms: {flow} reopened");

    void ITrafficObserver.Moved(long now, int flow) => Events.Add($"{now / 1_000_000} ms: {flow} moved");

    void ITrafficObserver.Sent(long now, int flow, Side side, MessageKind kind, uint sequence) =>
        Messages.Add((now, side, kind, sequence));

    private void Deliver()
    {
        while (deliveries.TryDequeue(out Action? deliver)) deliver();
    }
}
