using Chaos.Shared;

namespace Chaos.Traffic;

/// <summary>All flows and all pressure of one client host.</summary>
public sealed class ClientTraffic : TrafficEngine
{
    private readonly IClientSockets sockets;
    private readonly SocketNumbers numbers;
    private readonly SourcePorts ports;
    private readonly PressureEngine pressure;

    /// <param name="plan">Of the run.</param>
    /// <param name="client">Which of its clients this is.</param>
    /// <param name="sockets">Its world.</param>
    /// <param name="observer">Hears what becomes of the flows.</param>
    /// <param name="shared">With the engines of other clients; null: nothing.</param>
    /// <param name="number">Of this engine, on shared timers.</param>
    public ClientTraffic(TrafficPlan plan, int client, IClientSockets sockets, ITrafficObserver observer, SharedFlows? shared = null, int number = 0)
        : base(plan, client, Side.Client, observer, shared, number)
    {
        this.sockets = sockets;
        numbers = new SocketNumbers(Own.Length);
        ports = new SourcePorts(plan, client);
        pressure = new PressureEngine(plan, client, sockets, numbers, ports, CountLateness);
    }

    public override long NextDue => Math.Min(base.NextDue, pressure.NextDue);

    public PressureCounters Pressure => pressure.Counters;

    public void StartPressure(long at) => pressure.Start(at);

    /// <summary>Short flows of a pressure group besides its own, from one moment on until another.</summary>
    /// <param name="group">The name of the group.</param>
    /// <param name="ratePerSecond">Over all clients, evenly spaced.</param>
    /// <param name="seed">Of the draws, the same for all clients.</param>
    /// <param name="from">The first flow starts then.</param>
    /// <param name="until">None starts from then on.</param>
    public void Burst(string group, double ratePerSecond, ulong seed, long from, long until)
    {
        PressurePlan plan = Plan.Pressure.First(pressure => pressure.Name == group);
        pressure.Add(plan with { Rate = new RateShape((long)Math.Round(ratePerSecond * 1000)), Seed = seed }, from, until);
    }

    /// <summary>No short flow starts from this moment on; those in progress end by themselves.</summary>
    public void StopPressure(long at) => pressure.StopAt(at);

    public override void ForeseeDue(int place)
    {
        base.ForeseeDue(place);
        sockets.Foresee(place);
    }

    public override void Advance(long now)
    {
        base.Advance(now);
        pressure.Advance(now);
    }

    public void OnConnected(long now, int socket)
    {
        if (TryFlow(socket, out int place)) SayHello(ref At(place), now);
        else if (numbers.TryShort(socket, out ShortFlow? brief)) pressure.Begin(brief, now);
    }

    public void OnMessage(long now, int socket, in Message message)
    {
        if (TryFlow(socket, out int place) && message.Flow == At(place).Number && message.Life == At(place).Life) OnMessage(ref At(place), message, now);
        else if (numbers.TryShort(socket, out ShortFlow? brief)) pressure.OnMessage(brief, message, now);
        else StrayMessages++;
    }

    /// <summary>RST, or ICMP port unreachable.</summary>
    public void OnReset(long now, int socket) => OnEnd(now, socket, DeathCause.Reset);

    /// <summary>TCP gave up: nobody acknowledged, or answered its probes.</summary>
    public void OnTimedOut(long now, int socket) => OnEnd(now, socket, DeathCause.Timeout);

    /// <summary>The peer closed in order.</summary>
    public void OnClosed(long now, int socket) => OnEnd(now, socket, DeathCause.Closed);

    /// <summary>This machine could not do its part: no descriptor, port in use.</summary>
    public void OnLocalFailure(long now, int socket) => OnEnd(now, socket, DeathCause.Harness);

    private protected override void Open(ref FlowSide flow, long now)
    {
        if (flow.Life > 0 && !TryTakePort(ref flow, now))
        {
            OpenAgain(ref flow, now, flow.Group.ReopenAfter ?? flow.Group.Patience);
            return;
        }

        // Its place, counted from this client's first flow, is also the number of its socket.
        flow.Socket = flow.Place;
        flow.BeginOpening(now);
        sockets.Open(flow.Socket, flow.Group.Transport, flow.SourcePort, PlanOf(flow).Server, flow.ServerPort, flow.Group.KeepAlive);
        // The world may have refused on the spot.
        if (flow.State == SideState.Opening && flow.Group.Transport == Transport.Udp) SayHello(ref flow, now);
    }

    private protected override void Transmit(ref FlowSide flow, in Message message) => sockets.Send(flow.Socket, message);

    private protected override void Release(ref FlowSide flow, long now)
    {
        sockets.Close(flow.Socket);
        flow.Socket = FlowSide.NoSocket;
        // How it ended is not known here, so that the port of a connection rests in any case.
        if (flow.Life > 0) ports.Return(now, flow.Group.Transport, flow.SourcePort, PlanOf(flow).Server, flow.ServerPort, rests: true);
    }

    private protected override void OpenAgain(ref FlowSide flow, long now, long wait)
    {
        if (flow.Life == ushort.MaxValue) return;
        RandomStream random = Draws(flow);
        long jitter = flow.Group.Jitter(wait);
        BeginAnew(flow, now + wait + random.NextBetween(-jitter, jitter), (ushort)(flow.Life + 1));
        Schedule(ref flow);
    }

    /// <summary>The watched flow that has a socket open.</summary>
    private bool TryFlow(int socket, out int place)
    {
        place = socket;
        return numbers.IsFlow(socket) && At(place).Socket == socket;
    }

    /// <summary>Whatever this life draws beside its rhythm.</summary>
    private RandomStream Draws(in FlowSide flow) => new(PlanOf(flow).Seed, $"life/{flow.Life}");

    private bool TryTakePort(ref FlowSide flow, long now)
    {
        RandomStream random = Draws(flow);
        if (!ports.TryTake(ref random, now, flow.Group.Transport, PlanOf(flow).Server, flow.ServerPort, out ushort port)) return false;
        flow.SourcePort = port;
        return true;
    }

    private void SayHello(ref FlowSide flow, long now) =>
        Send(ref flow, flow.Compose(MessageKind.Hello, false, 0), now);

    private void OnMessage(ref FlowSide flow, in Message message, long now)
    {
        if (flow.State == SideState.Opening && message.Kind == MessageKind.Welcome)
        {
            flow.BeginOpen(now);
            if (flow.Life == 0) Observer.Opened(now, flow.Number);
            else Observer.Reopened(now, flow.Number);
        }

        Hear(ref flow, message, now);
        Schedule(ref flow);
    }

    private void OnEnd(long now, int socket, DeathCause cause)
    {
        if (TryFlow(socket, out int place)) Die(ref At(place), cause, now);
        else if (numbers.TryShort(socket, out ShortFlow? brief)) pressure.OnEnd(brief, now, closedHere: false);
    }
}
