using Chaos.Model;
using Chaos.Traffic.Flows;

namespace Chaos.Traffic;

/// <summary>The server side of all flows to one server host. Answers pressure without keeping state for it.</summary>
/// <remarks>A server's local indices are the flow numbers, which messages carry.</remarks>
public sealed class ServerTraffic : TrafficEngine
{
    private readonly IServerSockets sockets;

    /// <summary>Flow numbers by TCP connection.</summary>
    private readonly Dictionary<int, int> flowOfConnection = [];

    /// <summary>Flow numbers by server port and UDP client.</summary>
    private readonly Dictionary<(ushort Port, Peer Peer), int> flowOfPeer = [];

    /// <param name="plan">The plan of the run.</param>
    /// <param name="server">The number of the server.</param>
    /// <param name="sockets">The server's world.</param>
    /// <param name="observer">Receives the events of the flows.</param>
    /// <param name="shared">Flows and timers that servers of the same plan share; null: the server has its own.</param>
    /// <param name="engineNumber">The number of this engine on shared timers.</param>
    public ServerTraffic(
        TrafficPlan plan, int server, IServerSockets sockets, ITrafficObserver observer, SharedFlows? shared = null, int engineNumber = 0)
        : base(plan, server, Side.Server, observer, shared, engineNumber) =>
        this.sockets = sockets;

    /// <summary>Ends all open flows because the program stops; the observer receives no event. The server accepts later lives.</summary>
    public void Reset()
    {
        foreach (int flowNumber in LocalIndices)
            if (At(flowNumber).State == SideState.Open)
                At(flowNumber).End();
        flowOfConnection.Clear();
        flowOfPeer.Clear();
    }

    public void OnDatagram(long now, ushort serverPort, Peer peer, in Message message)
    {
        if (message.Kind == MessageKind.Request)
        {
            if (message.WantsAnswer) sockets.SendDatagram(serverPort, peer, ResponseTo(message));
        }
        else if (Contains(message.Flow) && At(message.Flow).ServerPort == serverPort && At(message.Flow).Group.Transport == Transport.Udp)
            OnDatagram(ref At(message.Flow), peer, message, now);
        else StrayMessages++;
    }

    /// <summary>ICMP port unreachable for a datagram to <paramref name="peer"/>.</summary>
    public void OnDatagramRefused(long now, ushort serverPort, Peer peer)
    {
        if (flowOfPeer.TryGetValue((serverPort, peer), out int flowNumber)) Fail(ref At(flowNumber), DeathCause.Reset, now);
    }

    public void OnMessage(long now, int connection, in Message message)
    {
        if (message.Kind == MessageKind.Request)
        {
            if (message.WantsAnswer) sockets.Send(connection, ResponseTo(message));
            return;
        }

        if (flowOfConnection.TryGetValue(connection, out int flowNumber)) ReceiveIfOpen(ref At(flowNumber), message, now);
        else if (Contains(message.Flow) && At(message.Flow).Group.Transport == Transport.Tcp && OpensLife(At(message.Flow), message))
        {
            ref FlowSide flow = ref At(message.Flow);
            BeginLife(ref flow, message, now);
            flow.Socket = connection;
            flowOfConnection[connection] = flow.Number;
            Accept(ref flow, message, now);
        }
        else StrayMessages++;
    }

    public void OnReset(long now, int connection) => OnEnd(now, connection, DeathCause.Reset);

    /// <summary>TCP gave up: no acknowledgement.</summary>
    public void OnTimedOut(long now, int connection) => OnEnd(now, connection, DeathCause.Timeout);

    /// <summary>The peer closed in order; the world keeps the connection until <see cref="IServerSockets.Close"/>.</summary>
    public void OnClosed(long now, int connection) => OnEnd(now, connection, DeathCause.Closed);

    /// <summary>This machine failed.</summary>
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
            flowOfPeer.Remove((flow.ServerPort, flow.Peer));
            return;
        }

        flowOfConnection.Remove(flow.Socket);
        sockets.Close(flow.Socket);
    }

    private void OnDatagram(ref FlowSide flow, Peer peer, in Message message, long now)
    {
        if (OpensLife(flow, message))
        {
            BeginLife(ref flow, message, now);
            MoveTo(ref flow, peer);
            Accept(ref flow, message, now);
            return;
        }

        if (flow.State == SideState.Open && flow.Life == message.Life && flow.Peer != peer)
        {
            if (!flow.Group.Roaming)
            {
                Fail(ref flow, DeathCause.PortChanged, now);
                return;
            }

            MoveTo(ref flow, peer);
            Observer.Moved(now, flow.Number);
        }

        ReceiveIfOpen(ref flow, message, now);
    }

    /// <summary>The first hello of the flow, or the hello of a newer life: the client has ended the last one.</summary>
    private static bool OpensLife(in FlowSide flow, in Message message) =>
        message.Kind == MessageKind.Hello
        && (message.Life > flow.Life || (flow.State == SideState.Planned && message.Life == flow.Life));

    private void BeginLife(ref FlowSide flow, in Message hello, long now)
    {
        if (hello.Life == flow.Life) return;
        // The last life may still be open on this side.
        if (flow.State == SideState.Open) Release(ref flow, now);
        BeginLife(flow, now, hello.Life);
    }

    private void MoveTo(ref FlowSide flow, Peer peer)
    {
        flowOfPeer.Remove((flow.ServerPort, flow.Peer));
        flow.Peer = peer;
        flowOfPeer[(flow.ServerPort, peer)] = flow.Number;
    }

    /// <summary>Opens the server side of a flow and welcomes the client.</summary>
    private void Accept(ref FlowSide flow, in Message hello, long now)
    {
        flow.BeginOpen(now);
        flow.Receive(now, hello);
        Send(ref flow, flow.Compose(MessageKind.Welcome, false, 0), now);
        Schedule(ref flow);
    }

    private void ReceiveIfOpen(ref FlowSide flow, in Message message, long now)
    {
        if (flow.State != SideState.Open || message.Life != flow.Life)
        {
            StrayMessages++;
            return;
        }

        Receive(ref flow, message, now);
        Schedule(ref flow);
    }

    private void OnEnd(long now, int connection, DeathCause cause)
    {
        // A connection without a watched flow belongs to pressure; its exchange is complete.
        if (flowOfConnection.TryGetValue(connection, out int flowNumber)) Fail(ref At(flowNumber), cause, now);
        else sockets.Close(connection);
    }

    private static Message ResponseTo(in Message request) => new(MessageKind.Response, false, 0, request.Sequence, request.Length);
}
