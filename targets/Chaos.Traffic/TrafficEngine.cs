using Chaos.Shared;

namespace Chaos.Traffic;

/// <summary>What both sides share: timers, sending what is due, and calling a flow dead when a deadline passes. No I/O, no clock.</summary>
/// <remarks>The world calls <see cref="Advance"/> at <see cref="NextDue"/> or later; all times are nanoseconds since the epoch of the run.</remarks>
public abstract class TrafficEngine
{
    private const long LeastLatenessLimit = 50_000_000;

    private readonly TimeQueue<int> timers = new();
    private readonly FlowSide[] flows;
    private readonly ReadOnlyMemory<int> places;
    private readonly Side side;
    private long stopAt = long.MaxValue;
    private long excusedUntil = long.MinValue;

    private protected TrafficEngine(TrafficPlan plan, IEnumerable<FlowPlan> own, Side side, ITrafficObserver observer)
    {
        this.side = side;
        Plan = plan;
        Observer = observer;
        places = side == Side.Client ? plan.Places.AmongClients : plan.Places.AmongServers;
        flows = [.. own.Select((flow, place) => new FlowSide(flow, plan.Groups[flow.Group], side, place))];
        foreach (ref FlowSide flow in flows.AsSpan()) Schedule(ref flow);
    }

    /// <summary>When <see cref="Advance"/> wants to be called next; <see cref="long.MaxValue"/> if nothing is planned.</summary>
    public virtual long NextDue => timers.TryPeek(out long due, out _) ? due : long.MaxValue;

    /// <summary>No flow is due before: what a received message may have changed of <see cref="NextDue"/>, for less than asking it. Short flows start on their own.</summary>
    public long SoonestFlow => timers.Soonest;

    /// <summary>Messages that the rhythms and the pressure sent.</summary>
    public long ScheduledMessages { get; private set; }

    /// <summary>Of these, later than max(50 ms, 5 % of their period): a generator that falls behind.</summary>
    public long LateMessages { get; private set; }

    public long LongestLatenessNanoseconds { get; private set; }

    /// <summary>Messages that belong to no flow that is open here.</summary>
    public long StrayMessages { get; private protected set; }

    private protected TrafficPlan Plan { get; }

    private protected ITrafficObserver Observer { get; }

    /// <summary>From this moment on nothing is sent and no deadline counts.</summary>
    public void StopAt(long at) => stopAt = at;

    /// <summary>What is due before then may come late: this side is made to stand still, which is no failure of the generator.</summary>
    public void Excuse(long until) => excusedUntil = until;

    /// <summary>A message of a flow is on its way here: the flow's memory may be fetched meanwhile. Changes nothing.</summary>
    public void Foresee(int flow)
    {
        if ((uint)flow < (uint)places.Length) ForeseePlace(places.Span[flow]);
    }

    /// <summary>The same for the flow whose moment comes next.</summary>
    public void ForeseeNext()
    {
        if (timers.TryPeek(out _, out int place)) ForeseePlace(place);
    }

    /// <summary>Does all that is due by now.</summary>
    public virtual void Advance(long now)
    {
        while (timers.TryTake(now, out long due, out int place))
        {
            ForeseeNext();
            ref FlowSide flow = ref flows[place];
            bool stale = due != flow.ScheduledAt;
            if (stale || due >= stopAt) continue;
            flow.ScheduledAt = long.MaxValue;
            if (flow.WakeAt <= now) Act(ref flow, now);
            Schedule(ref flow);
        }
    }

    /// <summary>Messages of a watched flow on this side: sent and received, openings included.</summary>
    public (int Sent, int Received) Count(int flow) => TryFind(flow, out int place) ? (flows[place].Sent, flows[place].Received) : (0, 0);

    /// <summary>The same of all watched flows here.</summary>
    public IEnumerable<MessageCount> Counts()
    {
        for (int place = 0; place < flows.Length; place++) yield return new MessageCount(flows[place].Number, flows[place].Sent, flows[place].Received);
    }

    private protected Span<FlowSide> Own => flows;

    private protected ref FlowSide At(int place) => ref flows[place];

    /// <summary>The place of a flow here, by its number; false for one of another host, or none at all: the number came over the wire.</summary>
    private protected bool TryFind(int flow, out int place)
    {
        place = (uint)flow < (uint)places.Length ? places.Span[flow] : -1;
        return (uint)place < (uint)flows.Length && flows[place].Number == flow;
    }

    /// <summary>Puts a flow on the timers; a later entry that stands there becomes stale, an earlier one puts the flow on again.</summary>
    private protected void Schedule(ref FlowSide flow)
    {
        long wakeAt = flow.WakeAt;
        if (wakeAt >= flow.ScheduledAt) return;
        flow.ScheduledAt = wakeAt;
        timers.Add(wakeAt, flow.Place);
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
        if (due < excusedUntil) return;
        LongestLatenessNanoseconds = Math.Max(LongestLatenessNanoseconds, now - due);
        if (now - due > Math.Max(LeastLatenessLimit, period / 20)) LateMessages++;
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
            Send(ref flow, flow.TakeDue(now), now);
        }
    }

    private protected virtual void ForeseePlace(int place)
    {
        if ((uint)place < (uint)flows.Length) CacheLines.Prefetch(ref flows[place]);
    }
}

/// <summary>Messages of one watched flow on one side, openings included.</summary>
public readonly record struct MessageCount(int Flow, int Sent, int Received);
