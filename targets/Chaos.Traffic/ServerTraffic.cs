namespace Chaos.Traffic;

/// <summary>The server side of all flows to one server host; answers pressure without keeping anything of it.</summary>
public sealed class ServerTraffic : TrafficEngine
{
    private readonly IServerSockets sockets;

    /// <summary>Places of flows, by TCP connection and by the client of a datagram.</summary>
    private readonly Dictionary<int, int> byConnection = [];
    private readonly Dictionary<(ushort Port, Peer Peer), int> byPeer = [];

    /// <param name="plan">Of the run.</param>
    /// <param name="server">Which of its servers this is.</param>
    /// <param name="sockets">Its world.</param>
    /// <param name="observer">Hears what becomes of the flows.</param>
    /// <param name="shared">With the engines of other servers of the same plan; null: nothing.</param>
    /// <param name="number">Of this engine, on shared timers.</param>
    public ServerTraffic(TrafficPlan plan, int server, IServerSockets sockets, ITrafficObserver observer, SharedFlows? shared = null, int number = 0)
        : base(plan, server, Side.Server, observer, shared, number) =>
        this.sockets = sockets;

    /// <summary>The program ends: what it knew of its flows is gone, and nobody is told. A flow that is opened again is welcome.</summary>
    public void Forget()
    {
        foreach (int place in Own)
            if (At(place).State == SideState.Open)
                At(place).End();
        byConnection.Clear();
        byPeer.Clear();
    }

    public void OnDatagram(long now, ushort serverPort, Peer peer, in Message message)
    {
        if (message.Kind == MessageKind.Request)
        {
            if (message.WantsAnswer) sockets.SendDatagram(serverPort, peer, ResponseTo(message));
        }
        else if (IsOwn(message.Flow) && At(message.Flow).ServerPort == serverPort && At(message.Flow).Group.Transport == Transport.Udp)
            OnDatagram(ref At(message.Flow), peer, message, now);
        else StrayMessages++;
    }

    /// <summary>ICMP port unreachable for what was sent to <paramref name="peer"/>.</summary>
    public void OnDatagramRefused(long now, ushort serverPort, Peer peer)
    {
        if (byPeer.TryGetValue((serverPort, peer), out int place)) Die(ref At(place), DeathCause.Reset, now);
    }

    public void OnMessage(long now, int connection, in Message message)
    {
        if (message.Kind == MessageKind.Request)
        {
            if (message.WantsAnswer) sockets.Send(connection, ResponseTo(message));
            return;
        }

        if (byConnection.TryGetValue(connection, out int place)) Take(ref At(place), message, now);
        else if (IsOwn(message.Flow) && At(message.Flow).Group.Transport == Transport.Tcp && Opens(At(message.Flow), message))
        {
            ref FlowSide flow = ref At(message.Flow);
            BeginLife(ref flow, message, now);
            flow.Socket = connection;
            byConnection[connection] = flow.Place;
            Welcome(ref flow, message, now);
        }
        else StrayMessages++;
    }

    public void OnReset(long now, int connection) => OnEnd(now, connection, DeathCause.Reset);

    /// <summary>TCP gave up: nobody acknowledged.</summary>
    public void OnTimedOut(long now, int connection) => OnEnd(now, connection, DeathCause.Timeout);

    /// <summary>The peer closed in order; the world still holds the connection until it hears Close.</summary>
    public void OnClosed(long now, int connection) => OnEnd(now, connection, DeathCause.Closed);

    /// <summary>This machine could not do its part.</summary>
    public void OnLocalFailure(long now, int connection) => OnEnd(now, connection, DeathCause.Harness);

    private protected override void Transmit(ref FlowSide flow, in Message message)
    {
        if (flow.Group.Transport == Transport.Tcp) sockets.Send(flow.Socket, message);
        else sockets.SendDatagram(flow.ServerPort, flow.Peer, message);
    }

    private protected override void Release(ref FlowSide flow, long now)
    {
        if (flow.Group.Transport == Transport.Udp)
        {
            byPeer.Remove((flow.ServerPort, flow.Peer));
            return;
        }

        byConnection.Remove(flow.Socket);
        sockets.Close(flow.Socket);
    }

    private void OnDatagram(ref FlowSide flow, Peer peer, in Message message, long now)
    {
        if (Opens(flow, message))
        {
            BeginLife(ref flow, message, now);
            MoveTo(ref flow, peer);
            Welcome(ref flow, message, now);
            return;
        }

        if (flow.State == SideState.Open && flow.Life == message.Life && flow.Peer != peer)
        {
            if (!flow.Group.Roaming)
            {
                Die(ref flow, DeathCause.PortChanged, now);
                return;
            }

            MoveTo(ref flow, peer);
            Observer.Moved(now, flow.Number);
        }

        Take(ref flow, message, now);
    }

    /// <summary>The first hello of a flow, or of a later life than this side knows of: the client has given the last one up.</summary>
    private static bool Opens(in FlowSide flow, in Message message) =>
        message.Kind == MessageKind.Hello && (message.Life > flow.Life || (flow.State == SideState.Planned && message.Life == flow.Life));

    private void BeginLife(ref FlowSide flow, in Message hello, long now)
    {
        if (hello.Life == flow.Life) return;
        // This side may still hold the last life for alive.
        if (flow.State == SideState.Open) Release(ref flow, now);
        BeginAnew(flow, now, hello.Life);
    }

    private void MoveTo(ref FlowSide flow, Peer peer)
    {
        byPeer.Remove((flow.ServerPort, flow.Peer));
        flow.Peer = peer;
        byPeer[(flow.ServerPort, peer)] = flow.Place;
    }

    private void Welcome(ref FlowSide flow, in Message hello, long now)
    {
        flow.BeginOpen(now);
        flow.Hear(now, hello);
        Send(ref flow, flow.Compose(MessageKind.Welcome, false, 0), now);
        Schedule(ref flow);
    }

    private void Take(ref FlowSide flow, in Message message, long now)
    {
        if (flow.State != SideState.Open || message.Life != flow.Life)
        {
            StrayMessages++;
            return;
        }

        Hear(ref flow, message, now);
        Schedule(ref flow);
    }

    private void OnEnd(long now, int connection, DeathCause cause)
    {
        // A connection without a watched flow is pressure that is done.
        if (byConnection.TryGetValue(connection, out int place)) Die(ref At(place), cause, now);
        else sockets.Close(connection);
    }

    private static Message ResponseTo(in Message request) => new(MessageKind.Response, false, 0, request.Sequence, request.Length);
}
