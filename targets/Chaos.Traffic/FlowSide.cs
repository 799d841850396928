using Chaos.Shared;

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
/// Side by side in one array, without objects of its own: among thousands of flows each packet finds its flow's memory cold, so the way of a packet
/// touches these lines and no more. What it needs of the plan is copied here; the plan itself is for openings and ends.
/// </remarks>
internal struct FlowSide
{
    public const int NoSocket = -1;

    private readonly long otherMayBeSilent;
    private readonly int payloadBytes;

    /// <summary>Planned: when the client opens the flow. Opening and open: when it is dead if nothing arrives.</summary>
    private long patienceEnds;

    private uint sequence;
    private AnswersDue answersDue;
    private Rhythm rhythm;

    public FlowSide(FlowPlan plan, GroupPlan group, Side side, int place)
    {
        Plan = plan;
        Group = group;
        Side = side;
        Place = place;
        Number = plan.Number;
        payloadBytes = plan.PayloadBytes;
        SourcePort = plan.SourcePort;
        ServerPort = plan.ServerPort;
        otherMayBeSilent = group.SilenceLimit(plan, side == Side.Client ? Side.Server : Side.Client);
        BeginAnew(plan.OpenAt, life: 0);
    }

    public readonly FlowPlan Plan { get; }

    public readonly GroupPlan Group { get; }

    /// <summary>The flow's in the plan.</summary>
    public readonly int Number { get; }

    /// <summary>Its place in the engine.</summary>
    public readonly int Place { get; }

    public readonly Side Side { get; }

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
    public readonly long Period => rhythm.Period;

    public readonly long NextSend => State == SideState.Open ? rhythm.Next : long.MaxValue;

    /// <summary>When this side calls the flow dead if nothing more arrives.</summary>
    public readonly long Deadline => Math.Min(patienceEnds, answersDue.Deadline);

    /// <summary>When this side wants to be looked at again.</summary>
    public readonly long WakeAt => State switch
    {
        SideState.Planned when Side == Side.Client => patienceEnds,
        SideState.Opening or SideState.Open => Math.Min(NextSend, Deadline),
        _ => long.MaxValue,
    };

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

    /// <summary>A client plans to open the flow (again) at <paramref name="at"/>; a server has heard that it did.</summary>
    public void BeginAnew(long at, ushort life)
    {
        State = SideState.Planned;
        Life = life;
        patienceEnds = at;
        answersDue.Clear();
        rhythm = new Rhythm(Plan, Group, Side, at, life);
    }

    /// <summary>Whatever this life draws beside its rhythm.</summary>
    public readonly RandomStream Draws() => new(Plan.Seed, $"life/{Life}");

    /// <summary>A message of this flow and this life.</summary>
    public readonly Message Compose(MessageKind kind, bool wantsAnswer, uint number) => new(kind, wantsAnswer, Number, number, payloadBytes) { Life = Life };

    /// <summary>The message that is due, and the next moment; the caller sends it.</summary>
    public Message TakeDue(long now)
    {
        Message message = Compose(MessageKind.Data, Group.Reply, sequence++);
        if (Group.Reply) answersDue.Add(message.Sequence, now + Group.Patience);
        rhythm.Advance();
        return message;
    }

    public void Hear(long now, in Message message)
    {
        Received++;
        if (State != SideState.Open) return;
        ListenAgain(now);
        if (message.Kind == MessageKind.Answer) answersDue.Settle(message.Sequence);
    }

    private void ListenAgain(long now) => patienceEnds = otherMayBeSilent == long.MaxValue ? long.MaxValue : now + otherMayBeSilent;
}
