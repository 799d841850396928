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
internal sealed class FlowSide(FlowPlan plan, GroupPlan group, Side side, int place)
{
    /// <summary>About what one takes in memory.</summary>
    public const int Bytes = 256;

    private readonly long otherMayBeSilent = group.SilenceLimit(plan, side == Side.Client ? Side.Server : Side.Client);
    private AnswersDue answersDue;
    private Rhythm rhythm = new(plan, group, side, plan.OpenAt, life: 0);
    private long openAt = plan.OpenAt;
    private long silenceDeadline = long.MaxValue;
    private uint sequence;

    public FlowPlan Plan { get; } = plan;

    /// <summary>Its place in the engine.</summary>
    public int Place { get; } = place;

    public GroupPlan Group { get; } = group;

    public SideState State { get; private set; }

    /// <summary>0 is the first life, the one that survival is about.</summary>
    public ushort Life { get; private set; }

    /// <summary>The client's socket, the server's TCP connection, or -1.</summary>
    public int Socket { get; set; } = -1;

    /// <summary>From where the client speaks in this life.</summary>
    public ushort SourcePort { get; set; } = plan.SourcePort;

    /// <summary>Where a UDP server sees the client.</summary>
    public Peer Peer { get; set; }

    /// <summary>The entry on the timers that counts.</summary>
    public long ScheduledAt { get; set; } = long.MaxValue;

    public int Sent { get; set; }

    public int Received { get; private set; }

    /// <summary>Nanoseconds between two messages of this side; 0 is never.</summary>
    public long Period => Group.Period(Plan, side);

    public long NextSend => State == SideState.Open ? rhythm.Next : long.MaxValue;

    /// <summary>When this side calls the flow dead if nothing more arrives.</summary>
    public long Deadline => Math.Min(silenceDeadline, answersDue.Deadline);

    /// <summary>When this side wants to be looked at again.</summary>
    public long WakeAt => State switch
    {
        SideState.Planned when side == Side.Client => openAt,
        SideState.Opening or SideState.Open => Math.Min(NextSend, Deadline),
        _ => long.MaxValue,
    };

    public void BeginOpening(long now)
    {
        State = SideState.Opening;
        silenceDeadline = now + Group.Patience;
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

    /// <summary>A client plans to open the flow again at <paramref name="at"/>.</summary>
    public void BeginAnew(long at, ushort life)
    {
        State = SideState.Planned;
        Life = life;
        openAt = at;
        answersDue.Clear();
        rhythm = new Rhythm(Plan, Group, side, at, life);
    }

    /// <summary>Whatever this life draws beside its rhythm.</summary>
    public RandomStream Draws() => new(Plan.Seed, $"life/{Life}");

    /// <summary>A message of this flow and this life.</summary>
    public Message Compose(MessageKind kind, bool wantsAnswer, uint number) =>
        new(kind, wantsAnswer, Plan.Number, number, Plan.PayloadBytes) { Life = Life };

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

    private void ListenAgain(long now) => silenceDeadline = otherMayBeSilent == long.MaxValue ? long.MaxValue : now + otherMayBeSilent;
}
