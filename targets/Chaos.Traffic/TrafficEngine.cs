using System.Runtime.CompilerServices;
using Chaos.Model;
using Chaos.Traffic.Flows;

namespace Chaos.Traffic;

/// <summary>The common part of clients and servers: timers, due messages, and deadlines of flows.</summary>
/// <remarks>
/// No I/O, no clock. The world calls <see cref="Advance"/> at <see cref="NextDue"/> or later. Where engines share timers, the world takes
/// due flows from the timers and calls <see cref="OnDue"/> for each. All times are nanoseconds since the epoch of the run.
/// <see cref="FlowTable"/> describes the index spaces.
/// </remarks>
public abstract class TrafficEngine
{
    private const long LeastLatenessLimit = 50_000_000;

    private readonly HostFlows flows;
    private readonly bool sharesTimers;
    private readonly Side side;
    private long stopAt = long.MaxValue;
    private long ignoreLatenessUntil = long.MinValue;

    /// <param name="plan">The plan of the run.</param>
    /// <param name="host">Client or server, from 0.</param>
    /// <param name="side">The side of the host.</param>
    /// <param name="observer">Receives the events of the flows.</param>
    /// <param name="shared">Flows and timers that all engines of the side share; null: the engine has its own.</param>
    /// <param name="engineNumber">The number of this engine on shared timers.</param>
    private protected TrafficEngine(
        TrafficPlan plan, int host, Side side, ITrafficObserver observer, SharedFlows? shared, int engineNumber)
    {
        this.side = side;
        Plan = plan;
        Observer = observer;
        sharesTimers = shared is not null;
        flows = new HostFlows(plan, host, side, shared, engineNumber);
    }

    /// <summary>When to call <see cref="Advance"/> next; <see cref="long.MaxValue"/> if nothing is planned.</summary>
    public virtual long NextDue => sharesTimers ? long.MaxValue : flows.Timers.FindSoonest();

    /// <summary>Messages sent at planned times: data of watched flows, and starts of short flows.</summary>
    public long ScheduledMessages { get; private set; }

    /// <summary>Of these, later than max(50 ms, 5 % of their period): the generator falls behind.</summary>
    public long LateMessages { get; private set; }

    public long LongestLatenessNanoseconds { get; private set; }

    /// <summary>Messages of no flow that is open here.</summary>
    public long StrayMessages { get; private protected set; }

    private protected TrafficPlan Plan { get; }

    private protected ITrafficObserver Observer { get; }

    private protected ReadOnlySpan<int> LocalIndices => flows.LocalIndices;

    /// <summary>From this time on the engine sends nothing and applies no deadline.</summary>
    public void StopAt(long at) => stopAt = at;

    /// <summary>Does not count messages as late that are due before this time: a fault pauses this side until then.</summary>
    public void IgnoreLatenessUntil(long until) => ignoreLatenessUntil = until;

    /// <summary>Fetches the memory of a flow because a message of it is on its way. Changes nothing.</summary>
    public void Prefetch(int localIndex) => flows.Prefetch(localIndex);

    /// <summary>Fetches the memory of a flow that is due soon. Changes nothing.</summary>
    public void PrefetchDue(int localIndex) => flows.PrefetchDue(localIndex);

    /// <summary>Does everything that is due by now.</summary>
    public virtual void Advance(long now)
    {
        while (!sharesTimers && flows.Timers.TryTake(now, out long due, out DueFlow flow)) OnDue(due, flow.LocalIndex, now);
    }

    /// <summary>Handles an entry of the timers.</summary>
    public void OnDue(long due, int localIndex, long now)
    {
        ref FlowSide flow = ref At(localIndex);
        bool stale = due != flow.ScheduledAt;
        if (stale || due >= stopAt) return;
        flow.ScheduledAt = long.MaxValue;
        if (flow.WakeAt <= now) Act(ref flow, now);
        flows.Schedule(ref flow);
    }

    /// <summary>Moves an entry of the timers to a later time, because this side is paused.</summary>
    public void Postpone(long due, int localIndex, long until)
    {
        ref FlowSide flow = ref At(localIndex);
        if (due == flow.ScheduledAt) flows.Postpone(ref flow, until);
    }

    /// <summary>Messages of each watched flow on this side, openings included, in the order of the plan.</summary>
    public IEnumerable<MessageCount> Counts()
    {
        for (int index = 0; index < LocalIndices.Length; index++) yield return CountsOf(LocalIndices[index]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected ref FlowSide At(int localIndex) => ref flows.At(localIndex);

    private protected FlowPlan PlanOf(in FlowSide flow) => flows.PlanOf(flow);

    /// <summary>Begins a life. On a client the flow opens at <paramref name="at"/>; on a server the hello came then.</summary>
    private protected void BeginLife(in FlowSide flow, long at, ushort life) => flows.BeginLife(flow, at, life);

    /// <summary>Whether this server has a flow of that number, which may be any: it comes from the network.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected bool Contains(int flowNumber) => flows.Contains(flowNumber);

    /// <summary>Adds a timer for the flow unless an earlier one exists.</summary>
    private protected void Schedule(ref FlowSide flow) => flows.Schedule(ref flow);

    private protected abstract void Transmit(ref FlowSide flow, in Message message);

    /// <summary>Frees the socket, the port and the lookup entries of a flow that ended.</summary>
    private protected abstract void Release(ref FlowSide flow, long now);

    /// <summary>Opens a planned flow; only clients do.</summary>
    private protected virtual void Open(ref FlowSide flow, long now) => throw new InvalidOperationException("a server opens no flow");

    /// <summary>Plans another life of a flow that died; only clients do.</summary>
    private protected virtual void PlanReopening(ref FlowSide flow, long now, long wait)
    {
    }

    private protected void Send(ref FlowSide flow, in Message message, long now)
    {
        flow.Sent++;
        Observer.Sent(now, flow.Number, side, message.Kind, message.Sequence);
        Transmit(ref flow, message);
    }

    /// <summary>Counts a message of an open flow, and answers it if it asks for an answer.</summary>
    private protected void Receive(ref FlowSide flow, in Message message, long now)
    {
        flow.Receive(now, message);
        if (message is { Kind: MessageKind.Data, WantsAnswer: true })
            Send(ref flow, flow.Compose(MessageKind.Answer, false, message.Sequence), now);
    }

    /// <summary>Ends a flow that is open (it died) or opening (it was refused, if this is its first life).</summary>
    private protected void Fail(ref FlowSide flow, DeathCause cause, long now)
    {
        bool opening = flow.State == SideState.Opening, refused = opening && flow.Life == 0;
        if (flow.State is SideState.Ended or SideState.Planned) return;
        flow.End();
        Release(ref flow, now);
        if (refused) Observer.Refused(now, flow.Number, cause == DeathCause.Harness ? cause : DeathCause.Refused);
        else if (flow.Life == 0) Observer.Died(now, flow.Number, cause, side);
        if (!refused && flow.Group.ReopenAfter is { } wait) PlanReopening(ref flow, now, wait);
    }

    private protected void CountLateness(long due, long now, long period)
    {
        ScheduledMessages++;
        long late = now - due;
        if (late <= LongestLatenessNanoseconds && late <= LeastLatenessLimit) return;
        if (due < ignoreLatenessUntil) return;
        LongestLatenessNanoseconds = Math.Max(LongestLatenessNanoseconds, late);
        if (late > Math.Max(LeastLatenessLimit, period / 20)) LateMessages++;
    }

    private MessageCount CountsOf(int localIndex)
    {
        ref FlowSide flow = ref At(localIndex);
        return new MessageCount(flow.Number, flow.Sent, flow.Received) { LastArrival = flows.LastArrivalOfFirstLife(localIndex) };
    }

    /// <summary>Does what is due: opens the flow, ends it at its deadline, or sends its due messages.</summary>
    private void Act(ref FlowSide flow, long now)
    {
        if (flow.State == SideState.Planned)
        {
            Open(ref flow, now);
            return;
        }

        if (flow.Deadline <= now)
        {
            Fail(ref flow, DeathCause.Timeout, now);
            return;
        }

        while (flow.NextSend <= now && flow.NextSend < stopAt)
        {
            CountLateness(flow.NextSend, now, flow.Period);
            Send(ref flow, flow.TakeDue(now, ref flows.IntervalsOf(flow)), now);
        }
    }
}
