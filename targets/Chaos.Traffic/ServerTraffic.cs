namespace Chaos.Traffic;

/// <summary>The server side of all flows to one server host; answers pressure without keeping anything of it.</summary>
public sealed class ServerTraffic : TrafficEngine
{
    private readonly IServerSockets sockets;
    private readonly Dictionary<int, FlowSide> byConnection = [];
    private readonly Dictionary<(ushort Port, Peer Peer), FlowSide> byPeer = [];

    public ServerTraffic(TrafficPlan plan, int server, IServerSockets sockets, ITrafficObserver observer)
        : base(plan, plan.Flows.Where(flow => flow.Server == server), Side.Server, observer) => this.sockets = sockets;

    /// <summary>The program ends: what it knew of its flows is gone, and nobody is told. A flow that is opened again is welcome.</summary>
    public void Forget()
    {
        foreach (FlowSide flow in Own.Where(flow => flow.State == SideState.Open)) flow.End();
        byConnection.Clear();
        byPeer.Clear();
    }

    public void OnDatagram(long now, ushort serverPort, Peer peer, in Message message)
    {
        if (message.Kind == MessageKind.Request)
        {
            if (message.WantsAnswer) sockets.SendDatagram(serverPort, peer, ResponseTo(message));
        }
        else if (!TryFind(message.Flow, out FlowSide flow) || flow.Plan.ServerPort != serverPort || flow.Group.Transport != Transport.Udp) StrayMessages++;
        else OnDatagram(flow, peer, message, now);
    }

    /// <summary>ICMP port unreachable for what was sent to <paramref name="peer"/>.</summary>
    public void OnDatagramRefused(long now, ushort serverPort, Peer peer)
    {
        if (byPeer.TryGetValue((serverPort, peer), out FlowSide? flow)) Die(flow, DeathCause.Reset, now);
    }

    public void OnMessage(long now, int connection, in Message message)
    {
        if (message.Kind == MessageKind.Request)
        {
            if (message.WantsAnswer) sockets.Send(connection, ResponseTo(message));
            return;
        }

        if (byConnection.TryGetValue(connection, out FlowSide? flow)) Take(flow, message, now);
        else if (TryFind(message.Flow, out flow) && flow.Group.Transport == Transport.Tcp && Opens(flow, message))
        {
            BeginLife(flow, message, now);
            flow.Socket = connection;
            byConnection[connection] = flow;
            Welcome(flow, message, now);
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

    private protected override void Transmit(FlowSide flow, in Message message)
    {
        if (flow.Group.Transport == Transport.Tcp) sockets.Send(flow.Socket, message);
        else sockets.SendDatagram(flow.Plan.ServerPort, flow.Peer, message);
    }

    private protected override void Release(FlowSide flow, long now)
    {
        if (flow.Group.Transport == Transport.Udp)
        {
            byPeer.Remove((flow.Plan.ServerPort, flow.Peer));
            return;
        }

        byConnection.Remove(flow.Socket);
        sockets.Close(flow.Socket);
    }

    private void OnDatagram(FlowSide flow, Peer peer, in Message message, long now)
    {
        if (Opens(flow, message))
        {
            BeginLife(flow, message, now);
            MoveTo(flow, peer);
            Welcome(flow, message, now);
            return;
        }

        if (flow.State == SideState.Open && flow.Life == message.Life && flow.Peer != peer)
        {
            if (!flow.Group.Roaming)
            {
                Die(flow, DeathCause.PortChanged, now);
                return;
            }

            MoveTo(flow, peer);
            Observer.Moved(now, flow.Plan.Number);
        }

        Take(flow, message, now);
    }

    /// <summary>The first hello of a flow, or of a later life than this side knows of: the client has given the last one up.</summary>
    private static bool Opens(FlowSide flow, in Message message) =>
        message.Kind == MessageKind.Hello && (message.Life > flow.Life || (flow.State == SideState.Planned && message.Life == flow.Life));

    private void BeginLife(FlowSide flow, in Message hello, long now)
    {
        if (hello.Life == flow.Life) return;
        // This side may still hold the last life for alive.
        if (flow.State == SideState.Open) Release(flow, now);
        flow.BeginAnew(now, hello.Life);
    }

    private void MoveTo(FlowSide flow, Peer peer)
    {
        byPeer.Remove((flow.Plan.ServerPort, flow.Peer));
        flow.Peer = peer;
        byPeer[(flow.Plan.ServerPort, peer)] = flow;
    }

    private void Welcome(FlowSide flow, in Message hello, long now)
    {
        flow.BeginOpen(now);
        flow.Hear(now, hello);
        Send(flow, flow.Compose(MessageKind.Welcome, false, 0), now);
        Schedule(flow);
    }

    private void Take(FlowSide flow, in Message message, long now)
    {
        if (flow.State != SideState.Open || message.Life != flow.Life)
        {
            StrayMessages++;
            return;
        }

        Hear(flow, message, now);
        Schedule(flow);
    }

    private void OnEnd(long now, int connection, DeathCause cause)
    {
        // A connection without a watched flow is pressure that is done.
        if (byConnection.TryGetValue(connection, out FlowSide? flow)) Die(flow, cause, now);
        else sockets.Close(connection);
    }

    private static Message ResponseTo(in Message request) => new(MessageKind.Response, false, 0, request.Sequence, request.Length);
}
