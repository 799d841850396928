using Chaos.Shared;

namespace Chaos.Traffic;

/// <summary>Starts short flows at their times and sees them through.</summary>
internal sealed class PressureEngine
{
    /// <summary>How long a short flow may take; then it counts as failed and its port is free again.</summary>
    private const long Patience = 3_000_000_000;

    private readonly TrafficPlan plan;
    private readonly IClientSockets sockets;
    private readonly SocketNumbers numbers;
    private readonly Action<long, long, long> countLateness;
    private readonly List<Arrivals> arrivals;
    private readonly int client;
    private readonly Queue<ShortFlow> inProgress = new();
    private readonly Stack<ShortFlow> spare = new();
    private readonly SourcePorts ports;
    private long stopAt = long.MaxValue;

    public PressureEngine(
        TrafficPlan plan, int client, IClientSockets sockets, SocketNumbers numbers, SourcePorts ports, Action<long, long, long> countLateness)
    {
        this.plan = plan;
        this.client = client;
        this.sockets = sockets;
        this.numbers = numbers;
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

    /// <summary>Arrivals besides those of the plan.</summary>
    public void Add(PressurePlan more, long from, long until)
    {
        Arrivals added = new(more, client) { Until = until };
        added.Start(from);
        arrivals.Add(added);
    }

    public void Advance(long now)
    {
        while (inProgress.TryPeek(out ShortFlow? oldest) && (oldest.Socket < 0 || oldest.Deadline <= now))
        {
            inProgress.Dequeue();
            if (oldest.Socket >= 0) OnEnd(oldest, now, closedHere: true);
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

    /// <summary>The flow can speak: UDP at once, TCP when connected.</summary>
    public void Begin(ShortFlow brief, long now)
    {
        if (brief.Plan.Replies)
        {
            Ask(brief);
            return;
        }

        for (int exchange = 0; exchange < brief.Plan.Exchanges; exchange++) Ask(brief);
        Finish(brief, now);
    }

    public void OnMessage(ShortFlow brief, in Message message, long now)
    {
        if (message.Kind != MessageKind.Response || message.Sequence + 1 != brief.Sent) return;
        if (brief.Sent < brief.Plan.Exchanges) Ask(brief);
        else Finish(brief, now);
    }

    /// <summary>No answer in time, or the world has ended it.</summary>
    public void OnEnd(ShortFlow brief, long now, bool closedHere)
    {
        Counters.Failed++;
        Close(brief, now, closedHere);
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
        if (!spare.TryPop(out ShortFlow? brief)) brief = new ShortFlow();
        brief.Begin(arrival.Plan, sourcePort, server, serverPort, payloadBytes, now + Patience);
        brief.Socket = numbers.Take(brief);
        inProgress.Enqueue(brief);
        sockets.Open(brief.Socket, arrival.Plan.Transport, sourcePort, server, serverPort, keepAlive: 0);
        if (brief.Socket >= 0 && arrival.Plan.Transport == Transport.Udp) Begin(brief, now);
    }

    private void Ask(ShortFlow brief) =>
        sockets.Send(brief.Socket, new Message(MessageKind.Request, brief.Plan.Replies, 0, brief.Sent++, brief.PayloadBytes));

    private void Finish(ShortFlow brief, long now)
    {
        Counters.Completed++;
        Close(brief, now, closedHere: true);
    }

    private void Close(ShortFlow brief, long now, bool closedHere)
    {
        int socket = brief.Socket;
        ports.Return(now, brief.Plan.Transport, brief.SourcePort, brief.Server, brief.ServerPort, closedHere);
        brief.Socket = -1;
        numbers.Free(socket);
        sockets.Close(socket);
    }

    /// <summary>The arrivals of one pressure group that fall to this client.</summary>
    private sealed class Arrivals(PressurePlan plan, int client)
    {
        public RandomStream Random = new(plan.Seed, $"pressure/client-{client}");
        private long number = client;
        private long startedAt;

        public PressurePlan Plan { get; } = plan;

        /// <summary>No flow starts from then on.</summary>
        public long Until { get; init; } = long.MaxValue;

        /// <summary>Kept, because it is asked far more often than it changes.</summary>
        public long Next { get; private set; } = long.MaxValue;

        public void Start(long at)
        {
            startedAt = at;
            Advance(0);
        }

        public void Advance(int clients)
        {
            long due = startedAt + Plan.Rate.StartOf(number += clients);
            Next = due < Until ? due : long.MaxValue;
        }
    }
}
