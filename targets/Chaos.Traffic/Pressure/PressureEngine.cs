using Chaos.Core;
using Chaos.Model;

namespace Chaos.Traffic.Pressure;

/// <summary>Starts the short flows of one client at their times, and handles them to their end.</summary>
internal sealed class PressureEngine
{
    /// <summary>How long a short flow may take; then it counts as failed and its port is free again.</summary>
    private const long Timeout = 3_000_000_000;

    private readonly TrafficPlan plan;
    private readonly IClientSockets sockets;
    private readonly SocketNumbers socketNumbers;
    private readonly Action<long, long, long> countLateness;
    private readonly List<Arrivals> arrivals;
    private readonly int client;
    private readonly Queue<ShortFlow> inProgress = new();
    private readonly Stack<ShortFlow> spare = new();
    private readonly SourcePorts ports;
    private long stopAt = long.MaxValue;

    public PressureEngine(
        TrafficPlan plan, int client, IClientSockets sockets, SocketNumbers socketNumbers, SourcePorts ports,
        Action<long, long, long> countLateness)
    {
        this.plan = plan;
        this.client = client;
        this.sockets = sockets;
        this.socketNumbers = socketNumbers;
        this.ports = ports;
        this.countLateness = countLateness;
        arrivals = [.. plan.Pressure.Select(pressure => new Arrivals(pressure, client))];
    }

    public PressureCounters Counters { get; } = new();

    public long NextDue
    {
        get
        {
            long next = inProgress.TryPeek(out ShortFlow? oldest) ? oldest.Deadline : long.MaxValue;
            foreach (Arrivals arrival in arrivals)
                if (arrival.Next < stopAt)
                    next = Math.Min(next, arrival.Next);
            return next;
        }
    }

    public void Start(long at)
    {
        foreach (Arrivals arrival in arrivals) arrival.Start(at);
    }

    public void StopAt(long at) => stopAt = at;

    /// <summary>Adds arrivals to those of the plan.</summary>
    public void Add(PressurePlan more, long from, long until)
    {
        Arrivals added = new(more, client) { Until = until };
        added.Start(from);
        arrivals.Add(added);
    }

    public void Advance(long now)
    {
        while (inProgress.TryPeek(out ShortFlow? oldest) && (oldest.SocketNumber < 0 || oldest.Deadline <= now))
        {
            inProgress.Dequeue();
            if (oldest.SocketNumber >= 0) Fail(oldest, now, closedHere: true);
            spare.Push(oldest);
        }

        foreach (Arrivals arrival in arrivals)
        {
            for (; arrival.Next <= now && arrival.Next < stopAt; arrival.Advance(plan.Clients))
            {
                countLateness(arrival.Next, now, 0);
                StartOne(arrival, now);
            }
        }
    }

    /// <summary>Sends the first request, or all if there are no replies. UDP: at the start; TCP: when connected.</summary>
    public void BeginExchanges(ShortFlow flow, long now)
    {
        if (flow.Plan.Replies)
        {
            SendRequest(flow);
            return;
        }

        for (int exchange = 0; exchange < flow.Plan.Exchanges; exchange++) SendRequest(flow);
        Complete(flow, now);
    }

    public void OnMessage(ShortFlow flow, in Message message, long now)
    {
        if (message.Kind != MessageKind.Response || message.Sequence + 1 != flow.Sent) return;
        if (flow.Sent < flow.Plan.Exchanges) SendRequest(flow);
        else Complete(flow, now);
    }

    /// <summary>Ends a flow that got no answer in time, or that the world closed.</summary>
    public void Fail(ShortFlow flow, long now, bool closedHere)
    {
        Counters.Failed++;
        Close(flow, now, closedHere);
    }

    private void StartOne(Arrivals arrival, long now)
    {
        ref RandomStream random = ref arrival.Random;
        int server = (int)random.NextBelow(plan.Servers);
        ushort serverPort = plan.ServerPorts[(int)random.NextBelow(plan.ServerPorts.Count)];
        int payloadBytes = (int)random.NextBetween(arrival.Plan.PayloadBytesMinimum, arrival.Plan.PayloadBytesMaximum);
        if (!ports.TryTake(ref random, now, arrival.Plan.Transport, server, serverPort, out ushort sourcePort))
        {
            Counters.Skipped++;
            return;
        }

        Counters.Started++;
        if (!spare.TryPop(out ShortFlow? flow)) flow = new ShortFlow();
        flow.Begin(arrival.Plan, sourcePort, server, serverPort, payloadBytes, now + Timeout);
        flow.SocketNumber = socketNumbers.Take(flow);
        inProgress.Enqueue(flow);
        sockets.Open(flow.SocketNumber, arrival.Plan.Transport, sourcePort, server, serverPort, keepAlive: 0);
        // The world may have ended the flow inside the call.
        if (flow.SocketNumber >= 0 && arrival.Plan.Transport == Transport.Udp) BeginExchanges(flow, now);
    }

    private void SendRequest(ShortFlow flow) =>
        sockets.Send(flow.SocketNumber, new Message(MessageKind.Request, flow.Plan.Replies, 0, flow.Sent++, flow.PayloadBytes));

    private void Complete(ShortFlow flow, long now)
    {
        Counters.Completed++;
        Close(flow, now, closedHere: true);
    }

    private void Close(ShortFlow flow, long now, bool closedHere)
    {
        int socketNumber = flow.SocketNumber;
        ports.Return(now, flow.Plan.Transport, flow.SourcePort, flow.Server, flow.ServerPort, closedHere);
        flow.SocketNumber = ShortFlow.NoSocket;
        socketNumbers.Free(socketNumber);
        sockets.Close(socketNumber);
    }
}
