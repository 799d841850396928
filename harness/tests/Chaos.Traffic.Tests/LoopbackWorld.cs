namespace Chaos.Traffic.Tests;

/// <summary>One client and one server wired to each other: what one sends the other gets at once, unless the test holds it back.</summary>
internal sealed class LoopbackWorld : IClientSockets, IServerSockets, ITrafficObserver
{
    public const long Second = 1_000_000_000;
    private const uint ClientAddress = 0x0A000001;

    private readonly Dictionary<int, (Transport Transport, ushort SourcePort, ushort ServerPort, int Connection)> sockets = [];
    private readonly Queue<Action> deliveries = new();
    private int connections;

    public LoopbackWorld(TrafficPlan plan)
    {
        Client = new ClientTraffic(plan, 0, this, this);
        Server = new ServerTraffic(plan, 0, this, this);
    }

    public ClientTraffic Client { get; }

    public ServerTraffic Server { get; }

    public long Now { get; private set; }

    public List<string> Told { get; } = [];

    public List<(long At, Side Side, MessageKind Kind, uint Sequence)> Messages { get; } = [];

    /// <summary>False: what the server sends is lost.</summary>
    public bool RepliesArrive { get; set; } = true;

    /// <summary>Added to the client's source port, as a NAT would that lost its mapping.</summary>
    public ushort PortShift { get; set; }

    /// <summary>False: a connection attempt is reset.</summary>
    public bool Listens { get; set; } = true;

    public int OpenSockets => sockets.Count;

    /// <summary>Of the client's only socket.</summary>
    public ushort SourcePort => sockets.Values.Single().SourcePort;

    public void Run(long until)
    {
        while (Math.Min(Client.NextDue, Server.NextDue) is var due && due <= until)
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
        foreach ((int socket, var open) in sockets)
            if (open.Connection == connection && RepliesArrive)
                deliveries.Enqueue(() => Client.OnMessage(Now, socket, copy));
    }

    void IServerSockets.Close(int connection) => Told.Add($"server closed {connection}");

    void ITrafficObserver.Opened(long now, int flow) => Told.Add($"{now / 1_000_000} ms: {flow} opened");

    void ITrafficObserver.Refused(long now, int flow, DeathCause cause) => Told.Add($"{now / 1_000_000} ms: {flow} refused, {cause}");

    void ITrafficObserver.Died(long now, int flow, DeathCause cause, Side side) => Told.Add($"{now / 1_000_000} ms: {flow} died, {cause} at {side}");

    void ITrafficObserver.Reopened(long now, int flow) => Told.Add($"{now / 1_000_000} ms: {flow} reopened");

    void ITrafficObserver.Moved(long now, int flow) => Told.Add($"{now / 1_000_000} ms: {flow} moved");

    void ITrafficObserver.Sent(long now, int flow, Side side, MessageKind kind, uint sequence) => Messages.Add((now, side, kind, sequence));

    private void Deliver()
    {
        while (deliveries.TryDequeue(out Action? deliver)) deliver();
    }
}
