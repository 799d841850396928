using Chaos.Model;

namespace Chaos.Traffic.Flows;

/// <summary>One side of one watched flow: its state, its next send time, and its deadlines.</summary>
/// <remarks>An element of <see cref="FlowTable.Sides"/>, 104 bytes. Handling a packet touches no other memory of the flow.</remarks>
internal struct FlowSide
{
    public const int NoSocket = -1;

    private const long Never = long.MinValue;

    private readonly ushort payloadBytes;
    private readonly short host;

    /// <summary>
    /// Planned: when the client opens the flow. Opening: when that began. Open and ended: the last arrival, or <see cref="Never"/>.
    /// </summary>
    private long since;

    /// <summary>When the next message is due; <see cref="long.MaxValue"/> is never.</summary>
    private long nextSend;

    private uint sequence;
    private PendingAnswers pendingAnswers;

    public FlowSide(FlowPlan plan, SideTiming timing, int localIndex, int host)
    {
        Timing = timing;
        LocalIndex = localIndex;
        Number = plan.Number;
        this.host = checked((short)host);
        payloadBytes = checked((ushort)plan.PayloadBytes);
        SourcePort = plan.SourcePort;
        ServerPort = plan.ServerPort;
    }

    /// <summary>Null: the element of the table is not in use.</summary>
    public readonly SideTiming Timing { get; }

    public readonly GroupPlan Group => Timing.Group;

    /// <summary>The flow number, in the plan.</summary>
    public readonly int Number { get; }

    /// <summary>The index in the engine of this side.</summary>
    public readonly int LocalIndex { get; }

    public SideState State { get; private set; }

    /// <summary>0 is the first life, the one that survival counts.</summary>
    public ushort Life { get; private set; }

    /// <summary>The client's socket, the server's TCP connection, or <see cref="NoSocket"/>.</summary>
    public int Socket { get; set; } = NoSocket;

    /// <summary>The client's port in this life.</summary>
    public ushort SourcePort { get; set; }

    public readonly ushort ServerPort { get; }

    /// <summary>The client's address and port as a UDP server sees them.</summary>
    public Peer Peer { get; set; }

    /// <summary>The time of the valid timer; timers at other times are stale.</summary>
    public long ScheduledAt { get; set; } = long.MaxValue;

    public int Sent { get; set; }

    public int Received { get; private set; }

    /// <summary>Nanoseconds between two messages of this side; 0 is never.</summary>
    public readonly long Period => Timing.Period;

    public readonly long NextSend => State == SideState.Open ? nextSend : long.MaxValue;

    /// <summary>When this side declares the flow dead if nothing more arrives.</summary>
    public readonly long Deadline => Math.Min(EndOfPatience, pendingAnswers.Deadline);

    /// <summary>When the last message of this life arrived; null: none did.</summary>
    public readonly long? LastArrival => State is SideState.Open or SideState.Ended && since != Never ? since : null;

    /// <summary>When the flow is due.</summary>
    public readonly long WakeAt => State switch
    {
        SideState.Planned when Timing.Side == Side.Client => since,
        SideState.Opening or SideState.Open => Math.Min(NextSend, Deadline),
        _ => long.MaxValue,
    };

    /// <summary>Opening and open: when the flow is dead if no message arrives.</summary>
    private readonly long EndOfPatience => State == SideState.Opening ? since + Group.Patience
        : Timing.SilenceLimit == long.MaxValue ? long.MaxValue : since + Timing.SilenceLimit;

    /// <summary>Whether the element is in use, by a flow of this host.</summary>
    public readonly bool BelongsTo(int host) => Timing is not null && this.host == host;

    /// <summary>Begins a life; only the table calls this, because it has the draws.</summary>
    public void BeginLife(long at, ushort life, long firstSend)
    {
        State = SideState.Planned;
        Life = life;
        since = at;
        nextSend = firstSend;
        pendingAnswers.Clear();
    }

    public void BeginOpening(long now)
    {
        State = SideState.Opening;
        since = now;
    }

    public void BeginOpen(long now)
    {
        State = SideState.Open;
        since = now;
    }

    public void End()
    {
        if (State != SideState.Open) since = Never;
        State = SideState.Ended;
        pendingAnswers.Clear();
    }

    /// <summary>A message of this flow and this life.</summary>
    public readonly Message Compose(MessageKind kind, bool wantsAnswer, uint sequence) =>
        new(kind, wantsAnswer, Number, sequence, payloadBytes) { Life = Life };

    /// <summary>Returns the message that is due and computes the next send time; the caller sends the message.</summary>
    public Message TakeDue(long now, ref SendIntervals intervals)
    {
        Message message = Compose(MessageKind.Data, Group.Reply, sequence++);
        if (Group.Reply) pendingAnswers.Add(message.Sequence, now + Group.Patience);
        // Without jitter there is no draw, so the memory of the intervals is not touched.
        nextSend += Timing.Jitter == 0 ? Timing.Period : intervals.Next(Timing);
        return message;
    }

    public void Receive(long now, in Message message)
    {
        Received++;
        if (State != SideState.Open) return;
        since = now;
        if (message.Kind == MessageKind.Answer) pendingAnswers.Remove(message.Sequence);
    }
}
