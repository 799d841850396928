namespace Chaos.Traffic;

internal enum SideState : byte
{
    /// <summary>Not opened yet; a client waits for its moment.</summary>
    Planned,

    /// <summary>The client waits for the welcome.</summary>
    Opening,
    Open,

    /// <summary>Dead or refused; its messages are strays now.</summary>
    Over,
}

/// <summary>One side of one watched flow: when it speaks next, and until when it must have heard the other.</summary>
/// <remarks>
/// Side by side in one array, 104 bytes each: the way of a packet touches these and no more. What flows share is in their shape, which the cache holds; the
/// plan and the draws, for openings and jitter, are in <see cref="FlowTable"/>.
/// </remarks>
internal struct FlowSide
{
    public const int NoSocket = -1;

    private readonly ushort payloadBytes;
    private readonly short host;

    /// <summary>Planned: when the client opens the flow. Opening and open: when it is dead if nothing arrives.</summary>
    private long patienceEnds;

    /// <summary>When the next message is due; <see cref="long.MaxValue"/> is never.</summary>
    private long nextSend;

    private uint sequence;
    private AnswersDue answersDue;

    public FlowSide(FlowPlan plan, FlowShape shape, int place, int host)
    {
        Shape = shape;
        Place = place;
        Number = plan.Number;
        this.host = checked((short)host);
        payloadBytes = checked((ushort)plan.PayloadBytes);
        SourcePort = plan.SourcePort;
        ServerPort = plan.ServerPort;
    }

    /// <summary>Null: there is no flow at this place.</summary>
    public readonly FlowShape Shape { get; }

    public readonly GroupPlan Group => Shape.Group;

    /// <summary>The flow's in the plan.</summary>
    public readonly int Number { get; }

    /// <summary>Its place in the table.</summary>
    public readonly int Place { get; }

    public SideState State { get; private set; }

    /// <summary>0 is the first life, the one that survival is about.</summary>
    public ushort Life { get; private set; }

    /// <summary>The client's socket, the server's TCP connection, or <see cref="NoSocket"/>.</summary>
    public int Socket { get; set; } = NoSocket;

    /// <summary>From where the client speaks in this life.</summary>
    public ushort SourcePort { get; set; }

    public readonly ushort ServerPort { get; }

    /// <summary>Where a UDP server sees the client.</summary>
    public Peer Peer { get; set; }

    /// <summary>The entry on the timers that counts.</summary>
    public long ScheduledAt { get; set; } = long.MaxValue;

    public int Sent { get; set; }

    public int Received { get; private set; }

    /// <summary>Nanoseconds between two messages of this side; 0 is never.</summary>
    public readonly long Period => Shape.Period;

    public readonly long NextSend => State == SideState.Open ? nextSend : long.MaxValue;

    /// <summary>When this side calls the flow dead if nothing more arrives.</summary>
    public readonly long Deadline => Math.Min(patienceEnds, answersDue.Deadline);

    /// <summary>When this side wants to be looked at again.</summary>
    public readonly long WakeAt => State switch
    {
        SideState.Planned when Shape.Side == Side.Client => patienceEnds,
        SideState.Opening or SideState.Open => Math.Min(NextSend, Deadline),
        _ => long.MaxValue,
    };

    /// <summary>Whether a flow is here, and this host's.</summary>
    public readonly bool BelongsTo(int asking) => Shape is not null && host == asking;

    public void BeginOpening(long now)
    {
        State = SideState.Opening;
        patienceEnds = now + Group.Patience;
    }

    public void BeginOpen(long now)
    {
        State = SideState.Open;
        ListenAgain(now);
    }

    public void End()
    {
        State = SideState.Over;
        answersDue.Clear();
    }

    /// <summary>Another life, planned to open at <paramref name="at"/>; only its table calls this, which has its draws.</summary>
    public void BeginAnew(long at, ushort life, long firstSend)
    {
        State = SideState.Planned;
        Life = life;
        patienceEnds = at;
        nextSend = firstSend;
        answersDue.Clear();
    }

    /// <summary>A message of this flow and this life.</summary>
    public readonly Message Compose(MessageKind kind, bool wantsAnswer, uint number) => new(kind, wantsAnswer, Number, number, payloadBytes) { Life = Life };

    /// <summary>The message that is due, and the next moment; the caller sends it.</summary>
    public Message TakeDue(long now, ref Rhythm rhythm)
    {
        Message message = Compose(MessageKind.Data, Group.Reply, sequence++);
        if (Group.Reply) answersDue.Add(message.Sequence, now + Group.Patience);
        // One without jitter draws nothing: its rhythm, far away, is not even looked at.
        nextSend += Shape.Jitter == 0 ? Shape.Period : rhythm.Step(Shape);
        return message;
    }

    public void Hear(long now, in Message message)
    {
        Received++;
        if (State != SideState.Open) return;
        ListenAgain(now);
        if (message.Kind == MessageKind.Answer) answersDue.Settle(message.Sequence);
    }

    private void ListenAgain(long now) => patienceEnds = Shape.OtherMayBeSilent == long.MaxValue ? long.MaxValue : now + Shape.OtherMayBeSilent;
}
