namespace Chaos.Traffic;

/// <summary>All flows and all pressure of one client host.</summary>
public sealed class ClientTraffic : TrafficEngine
{
    private readonly IClientSockets sockets;
    private readonly SocketNumbers numbers = new();
    private readonly PressureEngine pressure;

    public ClientTraffic(TrafficPlan plan, int client, IClientSockets sockets, ITrafficObserver observer)
        : base(plan, plan.Flows.Where(flow => flow.Client == client), Side.Client, observer)
    {
        this.sockets = sockets;
        pressure = new PressureEngine(plan, client, sockets, numbers, CountLateness);
    }

    public override long NextDue => Math.Min(base.NextDue, pressure.NextDue);

    public PressureCounters Pressure => pressure.Counters;

    public void StartPressure(long at) => pressure.Start(at);

    /// <summary>No short flow starts from this moment on; those in progress end by themselves.</summary>
    public void StopPressure(long at) => pressure.StopAt(at);

    public override void Advance(long now)
    {
        base.Advance(now);
        pressure.Advance(now);
    }

    public void OnConnected(long now, int socket)
    {
        if (numbers.TryFlow(socket, out FlowSide? flow)) SayHello(flow, now);
        else if (numbers.TryShort(socket, out ShortFlow? brief)) pressure.Begin(brief);
    }

    public void OnMessage(long now, int socket, in Message message)
    {
        if (numbers.TryShort(socket, out ShortFlow? brief)) pressure.OnMessage(brief, message);
        else if (numbers.TryFlow(socket, out FlowSide? flow) && message.Flow == flow.Plan.Number) OnMessage(flow, message, now);
        else StrayMessages++;
    }

    /// <summary>RST, or ICMP port unreachable.</summary>
    public void OnReset(long now, int socket) => OnEnd(now, socket, DeathCause.Reset);

    /// <summary>The peer closed in order.</summary>
    public void OnClosed(long now, int socket) => OnEnd(now, socket, DeathCause.Closed);

    /// <summary>This machine could not do its part: no descriptor, port in use.</summary>
    public void OnLocalFailure(long now, int socket) => OnEnd(now, socket, DeathCause.Harness);

    private protected override void Open(FlowSide flow, long now)
    {
        flow.Socket = numbers.Take(flow);
        flow.BeginOpening(now);
        sockets.Open(flow.Socket, flow.Group.Transport, flow.Plan.SourcePort, flow.Plan.Server, flow.Plan.ServerPort);
        // The world may have refused on the spot.
        if (flow.State == SideState.Opening && flow.Group.Transport == Transport.Udp) SayHello(flow, now);
    }

    private protected override void Transmit(FlowSide flow, in Message message) => sockets.Send(flow.Socket, message);

    private protected override void Release(FlowSide flow)
    {
        numbers.Free(flow.Socket);
        sockets.Close(flow.Socket);
    }

    private void SayHello(FlowSide flow, long now) =>
        Send(flow, new Message(MessageKind.Hello, false, flow.Plan.Number, 0, flow.Plan.PayloadBytes), now);

    private void OnMessage(FlowSide flow, in Message message, long now)
    {
        if (flow.State == SideState.Opening && message.Kind == MessageKind.Welcome)
        {
            flow.BeginOpen(now);
            Observer.Opened(now, flow.Plan.Number);
        }

        Hear(flow, message, now);
        Schedule(flow);
    }

    private void OnEnd(long now, int socket, DeathCause cause)
    {
        if (numbers.TryFlow(socket, out FlowSide? flow)) Die(flow, cause, now);
        else if (numbers.TryShort(socket, out ShortFlow? brief)) pressure.OnEnd(brief);
    }
}
