using Chaos.Core;
using Chaos.Model;

namespace Chaos.Traffic.Pressure;

/// <summary>Starts the short flows of one client at their times, and handles them to their end.</summary>
internal sealed class PressureEngine
{
    private readonly TrafficPlan plan;
    private readonly IClientSockets sockets;
    private readonly SocketNumbers socketNumbers;
    private readonly Action<long, long, long> countLateness;
    private readonly List<Arrivals> arrivals;
    private readonly int client;
    private readonly Queue<ShortFlow> inProgress = new();
    private readonly Stack<ShortFlow> spare = new();
    private readonly SourcePorts ports;
    private readonly Dictionary<string, NewcomerTally> tallies;
    private long zero = long.MaxValue, stopAt = long.MaxValue;

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
        tallies = plan.Pressure.ToDictionary(pressure => pressure.Name, pressure => new NewcomerTally(pressure.Name));
        arrivals = [.. plan.Pressure.Select(pressure => new Arrivals(pressure, client, tallies[pressure.Name]))];
    }

    /// <summary>By group, in plan order. Flows in progress are in none of the counts.</summary>
    public IEnumerable<NewcomerGroup> Newcomers => plan.Pressure.Select(pressure => tallies[pressure.Name].Read());

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

    /// <summary>Flows that start from then on belong to the run; those before, and those that have ended, to the warm-up.</summary>
    public void SetZero(long at) => zero = at;

    public void StopAt(long at) => stopAt = at;

    /// <summary>Adds arrivals to those of the plan.</summary>
    public void Add(PressurePlan more, long from, long until)
    {
        Arrivals added = new(more, client, tallies[more.Name]) { Until = until };
        added.Start(from);
        arrivals.Add(added);
    }

    public void Advance(long now)
    {
        while (inProgress.TryPeek(out ShortFlow? oldest) && (oldest.SocketNumber < 0 || oldest.Deadline <= now))
        {
            inProgress.Dequeue();
            if (oldest.SocketNumber >= 0) End(oldest, NewcomerCounts.One(DeathCause.Timeout), now, closedHere: true);
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
        flow.IsConnected = true;
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

    /// <summary>Ends a flow whose socket the world has closed.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="now">When.</param>
    /// <param name="cause">A reset before the connection is established is <see cref="DeathCause.Refused"/>.</param>
    public void Fail(ShortFlow flow, long now, DeathCause cause)
    {
        bool refused = cause == DeathCause.Reset && !flow.IsConnected;
        End(flow, NewcomerCounts.One(refused ? DeathCause.Refused : cause), now, closedHere: false);
    }

    private void StartOne(Arrivals arrival, long now)
    {
        ref RandomStream random = ref arrival.Random;
        int server = arrival.Plan.Servers is { } own ? own[(int)random.NextBelow(own.Count)] : (int)random.NextBelow(plan.Servers);
        IReadOnlyList<ushort> serverPorts = arrival.Plan.ServerPorts ?? plan.ServerPorts;
        ushort serverPort = serverPorts[(int)random.NextBelow(serverPorts.Count)];
        int payloadBytes = (int)random.NextBetween(arrival.Plan.PayloadBytesMinimum, arrival.Plan.PayloadBytesMaximum);
        if (!ports.TryTake(ref random, now, arrival.Plan.Transport, server, serverPort, out ushort sourcePort))
        {
            arrival.Tally.Add(NewcomerCounts.OneSkipped, now, zero);
            return;
        }

        if (!spare.TryPop(out ShortFlow? flow)) flow = new ShortFlow();
        flow.Begin(arrival, sourcePort, server, serverPort, payloadBytes, now);
        flow.SocketNumber = socketNumbers.Take(flow);
        inProgress.Enqueue(flow);
        sockets.Open(flow.SocketNumber, arrival.Plan.Transport, sourcePort, server, serverPort, keepAlive: 0);
        // The world may have ended the flow inside the call.
        if (flow.SocketNumber >= 0 && arrival.Plan.Transport == Transport.Udp) BeginExchanges(flow, now);
    }

    private void SendRequest(ShortFlow flow) =>
        sockets.Send(flow.SocketNumber, new Message(MessageKind.Request, flow.Plan.Replies, 0, flow.Sent++, flow.PayloadBytes));

    private void Complete(ShortFlow flow, long now) =>
        End(flow, flow.Plan.IsObserved ? NewcomerCounts.OneAnswered : NewcomerCounts.OneUnobserved, now, closedHere: true);

    private void End(ShortFlow flow, in NewcomerCounts fate, long now, bool closedHere)
    {
        flow.Tally.Add(fate, flow.StartedAt, zero);
        int socketNumber = flow.SocketNumber;
        ports.Return(now, flow.Plan.Transport, flow.SourcePort, flow.Server, flow.ServerPort, closedHere);
        flow.SocketNumber = ShortFlow.NoSocket;
        socketNumbers.Free(socketNumber);
        sockets.Close(socketNumber);
    }
}
