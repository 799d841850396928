using System.Runtime.CompilerServices;
using Chaos.Shared;

namespace Chaos.Traffic;

/// <summary>What both sides share: timers, sending what is due, and calling a flow dead when a deadline passes. No I/O, no clock.</summary>
/// <remarks>
/// The world calls <see cref="Advance"/> at <see cref="NextDue"/> or later; where engines share their timers, it takes the flows from those and calls
/// <see cref="OnDue"/> for each. All times are nanoseconds since the epoch of the run.
/// </remarks>
public abstract class TrafficEngine
{
    private const long LeastLatenessLimit = 50_000_000;

    private readonly FlowTimers timers;
    private readonly bool sharesTimers;
    private readonly int number;
    private readonly FlowTable table;
    private readonly FlowSide[] sides;
    private readonly int first;
    private readonly int[] own;
    private readonly Side side;
    private long stopAt = long.MaxValue;
    private long excusedUntil = long.MinValue;

    /// <param name="plan">Of the run.</param>
    /// <param name="host">Client or server, from 0.</param>
    /// <param name="side">Which of them.</param>
    /// <param name="observer">Hears what becomes of the flows.</param>
    /// <param name="shared">With the other engines of its side; null: nothing.</param>
    /// <param name="number">Of this engine, on shared timers.</param>
    private protected TrafficEngine(TrafficPlan plan, int host, Side side, ITrafficObserver observer, SharedFlows? shared, int number)
    {
        this.side = side;
        this.number = number;
        Host = host;
        Plan = plan;
        Observer = observer;
        FlowPlan[] flows = [.. shared?.Of(host) ?? plan.Flows.Where(flow => flow.Host(side) == host)];
        sharesTimers = shared is not null;
        timers = shared?.Timers ?? new FlowTimers();
        table = shared?.Table ?? (side == Side.Client ? FlowTable.WithPlaces(flows.Length) : FlowTable.ByNumber(plan.Flows));
        sides = table.Sides;
        first = shared?.FirstOf(host) ?? 0;
        own = [.. flows.Select((flow, place) => side == Side.Client ? place : flow.Number)];
        for (int index = 0; index < flows.Length; index++)
        {
            FlowPlan flow = flows[index];
            table.Put(first + own[index], new FlowSide(flow, table.ShapeOf(flow, plan.Groups[flow.Group], side), own[index], host), flow);
            Schedule(ref At(own[index]));
        }
    }

    /// <summary>When <see cref="Advance"/> wants to be called next; <see cref="long.MaxValue"/> if nothing is planned.</summary>
    public virtual long NextDue => sharesTimers ? long.MaxValue : timers.FindSoonest();

    /// <summary>Messages that the rhythms and the pressure sent.</summary>
    public long ScheduledMessages { get; private set; }

    /// <summary>Of these, later than max(50 ms, 5 % of their period): a generator that falls behind.</summary>
    public long LateMessages { get; private set; }

    public long LongestLatenessNanoseconds { get; private set; }

    /// <summary>Messages that belong to no flow that is open here.</summary>
    public long StrayMessages { get; private protected set; }

    private protected TrafficPlan Plan { get; }

    private protected int Host { get; }

    private protected ITrafficObserver Observer { get; }

    /// <summary>From this moment on nothing is sent and no deadline counts.</summary>
    public void StopAt(long at) => stopAt = at;

    /// <summary>What is due before then may come late: this side is made to stand still, which is no failure of the generator.</summary>
    public void Excuse(long until) => excusedUntil = until;

    /// <summary>A message of a flow is on its way here: the flow's memory may be fetched meanwhile. Changes nothing.</summary>
    public void Foresee(int place)
    {
        place += first;
        if ((uint)place < (uint)sides.Length) CacheLines.Prefetch(ref sides[place]);
    }

    /// <summary>The same for a flow that is due before long, which will draw, and speak.</summary>
    public virtual void ForeseeDue(int place)
    {
        Foresee(place);
        CacheLines.Prefetch(ref table.RhythmOf(first + place));
    }

    /// <summary>Does all that is due by now.</summary>
    public virtual void Advance(long now)
    {
        while (!sharesTimers && timers.TryTake(now, out long due, out FlowMoment moment)) OnDue(due, moment.Place, now);
    }

    /// <summary>A moment that stood on the timers has come.</summary>
    public void OnDue(long due, int place, long now)
    {
        ref FlowSide flow = ref At(place);
        bool stale = due != flow.ScheduledAt;
        if (stale || due >= stopAt) return;
        flow.ScheduledAt = long.MaxValue;
        if (flow.WakeAt <= now) Act(ref flow, now);
        Schedule(ref flow);
    }

    /// <summary>The same while this side stands still: the moment comes again.</summary>
    public void PutOff(long due, int place, long until)
    {
        ref FlowSide flow = ref At(place);
        if (due != flow.ScheduledAt) return;
        flow.ScheduledAt = until;
        timers.Add(until, new FlowMoment(number, place));
    }

    /// <summary>Messages of all watched flows here, openings included, in the order of the plan.</summary>
    public IEnumerable<MessageCount> Counts()
    {
        foreach (int place in own) yield return new MessageCount(At(place).Number, At(place).Sent, At(place).Received);
    }

    private protected ReadOnlySpan<int> Own => own;

    private protected ref FlowSide At(int place) => ref sides[first + place];

    private protected FlowPlan PlanOf(in FlowSide flow) => table.PlanOf(first + flow.Place);

    /// <summary>A client plans to open the flow (again) at <paramref name="at"/>; a server has heard that it did.</summary>
    private protected void BeginAnew(in FlowSide flow, long at, ushort life) => table.BeginAnew(first + flow.Place, at, life);

    /// <summary>Whether a flow of this host has this place of the table, which came over the wire.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected bool IsOwn(int place) => (uint)place < (uint)sides.Length && sides[place].BelongsTo(Host);

    /// <summary>Puts a flow on the timers; a later entry that stands there becomes stale, an earlier one puts the flow on again.</summary>
    private protected void Schedule(ref FlowSide flow)
    {
        long wakeAt = flow.WakeAt;
        if (wakeAt >= flow.ScheduledAt) return;
        flow.ScheduledAt = wakeAt;
        timers.Add(wakeAt, new FlowMoment(number, flow.Place));
    }

    private protected abstract void Transmit(ref FlowSide flow, in Message message);

    /// <summary>Gives up what the flow holds in this world.</summary>
    private protected abstract void Release(ref FlowSide flow, long now);

    /// <summary>The client opens a planned flow here.</summary>
    private protected virtual void Open(ref FlowSide flow, long now) => throw new InvalidOperationException("a server opens no flow");

    private protected void Send(ref FlowSide flow, in Message message, long now)
    {
        flow.Sent++;
        Observer.Sent(now, flow.Number, side, message.Kind, message.Sequence);
        Transmit(ref flow, message);
    }

    /// <summary>A message of an open flow: heard, and answered if it asks for it.</summary>
    private protected void Hear(ref FlowSide flow, in Message message, long now)
    {
        flow.Hear(now, message);
        if (message is { Kind: MessageKind.Data, WantsAnswer: true })
            Send(ref flow, flow.Compose(MessageKind.Answer, false, message.Sequence), now);
    }

    private protected void Die(ref FlowSide flow, DeathCause cause, long now)
    {
        bool opening = flow.State == SideState.Opening, refused = opening && flow.Life == 0;
        if (flow.State is SideState.Over or SideState.Planned) return;
        flow.End();
        Release(ref flow, now);
        if (refused) Observer.Refused(now, flow.Number, cause == DeathCause.Harness ? cause : DeathCause.Refused);
        else if (flow.Life == 0) Observer.Died(now, flow.Number, cause, side);
        if (!refused && flow.Group.ReopenAfter is { } wait) OpenAgain(ref flow, now, wait);
    }

    /// <summary>The client plans another life of a flow that died.</summary>
    private protected virtual void OpenAgain(ref FlowSide flow, long now, long wait)
    {
    }

    private protected void CountLateness(long due, long now, long period)
    {
        ScheduledMessages++;
        long late = now - due;
        if (late <= LongestLatenessNanoseconds && late <= LeastLatenessLimit) return;
        if (due < excusedUntil) return;
        LongestLatenessNanoseconds = Math.Max(LongestLatenessNanoseconds, late);
        if (late > Math.Max(LeastLatenessLimit, period / 20)) LateMessages++;
    }

    private void Act(ref FlowSide flow, long now)
    {
        if (flow.State == SideState.Planned)
        {
            Open(ref flow, now);
            return;
        }

        if (flow.Deadline <= now)
        {
            Die(ref flow, DeathCause.Timeout, now);
            return;
        }

        while (flow.NextSend <= now && flow.NextSend < stopAt)
        {
            CountLateness(flow.NextSend, now, flow.Period);
            Send(ref flow, flow.TakeDue(now, ref table.RhythmOf(first + flow.Place)), now);
        }
    }
}

/// <summary>Messages of one watched flow on one side, openings included.</summary>
public readonly record struct MessageCount(int Flow, int Sent, int Received);
