using Chaos.Core;
using Chaos.Model;
using Chaos.Traffic.Flows;
using Chaos.Traffic.Pressure;

namespace Chaos.Traffic;

/// <summary>All flows and all pressure of one client host.</summary>
public sealed class ClientTraffic : TrafficEngine
{
    private readonly IClientSockets sockets;
    private readonly SocketNumbers socketNumbers;
    private readonly SourcePorts ports;
    private readonly PressureEngine pressure;

    /// <param name="plan">The plan of the run.</param>
    /// <param name="network">Who is where, as the client sees it.</param>
    /// <param name="client">The number of the client.</param>
    /// <param name="sockets">The client's world.</param>
    /// <param name="observer">Receives the events of the flows.</param>
    /// <param name="shared">Flows and timers that all clients share; null: the client has its own.</param>
    /// <param name="engineNumber">The number of this engine on shared timers.</param>
    public ClientTraffic(
        TrafficPlan plan, NetworkPlan network, int client, IClientSockets sockets, ITrafficObserver observer, SharedFlows? shared = null,
        int engineNumber = 0)
        : base(plan, client, Side.Client, observer, shared, engineNumber)
    {
        this.sockets = sockets;
        socketNumbers = new SocketNumbers(LocalIndices.Length);
        ports = new SourcePorts(plan, network, client);
        pressure = new PressureEngine(plan, client, sockets, socketNumbers, ports, CountLateness);
    }

    public override long NextDue => Math.Min(base.NextDue, pressure.NextDue);

    /// <summary>Short flows that have ended, by pressure group.</summary>
    public IEnumerable<NewcomerGroup> Newcomers => pressure.Newcomers;

    public void StartPressure(long at) => pressure.Start(at);

    /// <summary>The moment t = 0: short flows that start from then on are counted by second, those before as warm-up.</summary>
    public void SetZero(long at) => pressure.SetZero(at);

    /// <summary>Adds short flows to those of a pressure group, for some time.</summary>
    /// <param name="group">The name of the group.</param>
    /// <param name="ratePerSecond">Over all clients, evenly spaced.</param>
    /// <param name="seed">The seed of the draws, the same for all clients.</param>
    /// <param name="from">When the first flow starts.</param>
    /// <param name="until">No flow starts from then on.</param>
    public void Burst(string group, double ratePerSecond, ulong seed, long from, long until)
    {
        PressurePlan plan = Plan.Pressure.First(pressure => pressure.Name == group);
        pressure.Add(plan with { Rate = RateShape.PerSecond(ratePerSecond), Seed = seed }, from, until);
    }

    /// <summary>No short flow starts from this time on; those in progress continue to their end.</summary>
    public void StopPressure(long at) => pressure.StopAt(at);

    public override void Advance(long now)
    {
        base.Advance(now);
        pressure.Advance(now);
    }

    public void OnConnected(long now, int socketNumber)
    {
        if (TryFindFlow(socketNumber, out int localIndex)) SendHello(ref At(localIndex), now);
        else if (socketNumbers.TryFindShortFlow(socketNumber, out ShortFlow? shortFlow)) pressure.BeginExchanges(shortFlow, now);
    }

    public void OnMessage(long now, int socketNumber, in Message message)
    {
        if (TryFindFlow(socketNumber, out int localIndex) && IsOf(At(localIndex), message)) OnMessage(ref At(localIndex), message, now);
        else if (socketNumbers.TryFindShortFlow(socketNumber, out ShortFlow? shortFlow)) pressure.OnMessage(shortFlow, message, now);
        else StrayMessages++;
    }

    /// <summary>RST, or ICMP port unreachable.</summary>
    public void OnReset(long now, int socketNumber) => OnEnd(now, socketNumber, DeathCause.Reset);

    /// <summary>TCP gave up: no acknowledgement of data or of keep-alive probes.</summary>
    public void OnTimedOut(long now, int socketNumber) => OnEnd(now, socketNumber, DeathCause.Timeout);

    /// <summary>The peer closed in order.</summary>
    public void OnClosed(long now, int socketNumber) => OnEnd(now, socketNumber, DeathCause.Closed);

    /// <summary>This machine failed: no descriptor, or the port is in use.</summary>
    public void OnLocalFailure(long now, int socketNumber) => OnEnd(now, socketNumber, DeathCause.Harness);

    private protected override void Open(ref FlowSide flow, long now)
    {
        if (flow.Life > 0 && !TryTakePort(ref flow, now))
        {
            PlanReopening(ref flow, now, flow.Group.ReopenAfter ?? flow.Group.Patience);
            return;
        }

        // The socket number of a watched flow is its local index.
        flow.Socket = flow.LocalIndex;
        flow.BeginOpening(now);
        sockets.Open(flow.Socket, flow.Group.Transport, flow.SourcePort, PlanOf(flow).Server, flow.ServerPort, flow.Group.KeepAlive);
        // The world may have ended the flow inside the call.
        if (flow.State == SideState.Opening && flow.Group.Transport == Transport.Udp) SendHello(ref flow, now);
    }

    private protected override void Transmit(ref FlowSide flow, in Message message) => sockets.Send(flow.Socket, message);

    private protected override void Release(ref FlowSide flow, long now)
    {
        sockets.Close(flow.Socket);
        flow.Socket = FlowSide.NoSocket;
        // The cause is not known here, so the port of a TCP connection always enters TIME_WAIT.
        if (flow.Life > 0)
            ports.Return(now, flow.Group.Transport, flow.SourcePort, PlanOf(flow).Server, flow.ServerPort, entersTimeWait: true);
    }

    private protected override void PlanReopening(ref FlowSide flow, long now, long wait)
    {
        if (flow.Life == ushort.MaxValue) return;
        RandomStream random = DrawsOf(flow);
        long jitter = flow.Group.Jitter(wait);
        BeginLife(flow, now + wait + random.NextBetween(-jitter, jitter), (ushort)(flow.Life + 1));
        Schedule(ref flow);
    }

    /// <summary>The watched flow of an open socket.</summary>
    private bool TryFindFlow(int socketNumber, out int localIndex)
    {
        localIndex = socketNumber;
        return socketNumbers.IsWatchedFlow(socketNumber) && At(localIndex).Socket == socketNumber;
    }

    private static bool IsOf(in FlowSide flow, in Message message) => message.Flow == flow.Number && message.Life == flow.Life;

    /// <summary>The draws of this life except its send times.</summary>
    private RandomStream DrawsOf(in FlowSide flow) => new(PlanOf(flow).Seed, $"life/{flow.Life}");

    private bool TryTakePort(ref FlowSide flow, long now)
    {
        RandomStream random = DrawsOf(flow);
        if (!ports.TryTake(ref random, now, flow.Group.Transport, PlanOf(flow).Server, flow.ServerPort, out ushort port)) return false;
        flow.SourcePort = port;
        return true;
    }

    private void SendHello(ref FlowSide flow, long now) => Send(ref flow, flow.Compose(MessageKind.Hello, false, 0), now);

    private void OnMessage(ref FlowSide flow, in Message message, long now)
    {
        if (flow.State == SideState.Opening && message.Kind == MessageKind.Welcome)
        {
            flow.BeginOpen(now);
            if (flow.Life == 0) Observer.Opened(now, flow.Number);
            else Observer.Reopened(now, flow.Number);
        }

        Receive(ref flow, message, now);
        Schedule(ref flow);
    }

    private void OnEnd(long now, int socketNumber, DeathCause cause)
    {
        if (TryFindFlow(socketNumber, out int localIndex)) Fail(ref At(localIndex), cause, now);
        else if (socketNumbers.TryFindShortFlow(socketNumber, out ShortFlow? shortFlow)) pressure.Fail(shortFlow, now, cause);
    }
}
