using System.Diagnostics.CodeAnalysis;
using Chaos.Core;

namespace Chaos.Faults;

/// <summary>
/// Which act of which fault is due, in a defined order. No clock: the world tells the time and what it sees. Times are nanoseconds from t =
/// 0.
/// </summary>
/// <remarks>
/// By time; at the same moment what ends comes first, then ticks, then what begins, each in file order. At the end of the faults everything
/// that
/// still lasts ends, and nothing begins any more.
/// </remarks>
public sealed class FaultTimeline
{
    private readonly PriorityQueue<Act, (long At, FaultPhase Rank, int Number)> acts = new(
        Comparer<(long At, FaultPhase Rank, int Number)>.Create(Order));
    private readonly List<PlannedFault> waiting;
    private readonly Dictionary<string, Occurrence> held = new(StringComparer.Ordinal);
    private readonly long end;

    /// <param name="faults">In file order.</param>
    /// <param name="end">The end of the faults.</param>
    public FaultTimeline(IReadOnlyList<PlannedFault> faults, long end)
    {
        this.end = end;
        waiting = [.. faults.Where(fault => fault.When is not null)];
        foreach (PlannedFault fault in faults)
            for (int number = 0; number < fault.Moments.Count; number++)
                if (fault.Moments[number] < end)
                    Plan(new Occurrence(fault, number), FaultPhase.Begin, 0, fault.Moments[number]);
    }

    /// <summary>When the next act is due; <see cref="long.MaxValue"/> if none is planned.</summary>
    public long NextDue => acts.TryPeek(out _, out (long At, FaultPhase, int) first) ? first.At : long.MaxValue;

    /// <summary>Whether a condition waits to be observed.</summary>
    public bool Watches => waiting.Count > 0;

    /// <summary>Begins now, at <paramref name="now"/>, what has waited for this.</summary>
    public void Observe(long now, in ObservedState seen)
    {
        for (int place = waiting.Count - 1; place >= 0; place--)
        {
            PlannedFault fault = waiting[place];
            bool begins = now < end && fault.When!.Holds(seen);
            if (begins) Plan(new Occurrence(fault, 0), FaultPhase.Begin, 0, now);
            if (begins || now >= end) waiting.RemoveAt(place);
        }
    }

    /// <summary>The next act that is due by <paramref name="now"/>.</summary>
    public bool TryTake(long now, [NotNullWhen(true)] out FaultOrder? order)
    {
        order = null;
        if (!acts.TryPeek(out Act? act, out (long At, FaultPhase, int) first) || first.At > now) return false;
        acts.Dequeue();
        order = act.Phase switch
        {
            FaultPhase.Begin => Begin(act, first.At),
            FaultPhase.Tick => Again(act, first.At),
            _ => Finish(act),
        };
        return true;
    }

    private FaultOrder Begin(Act act, long at)
    {
        Occurrence occurrence = act.Occurrence;
        PlannedFault fault = occurrence.Planned;
        if (fault.Fault.Holding().Any(held.ContainsKey)) return Order(act with { Phase = FaultPhase.Refused }, null);
        if (fault.Length is not { } length) return Order(act, null);
        foreach (string thing in fault.Fault.Holding()) held.Add(thing, occurrence);
        occurrence.End = length > end - at ? end : at + length;
        Plan(occurrence, FaultPhase.End, 0, occurrence.End);
        PlanTick(occurrence, 1, at);
        return Order(act, occurrence.End - at);
    }

    private FaultOrder Again(Act act, long at)
    {
        PlanTick(act.Occurrence, act.Tick + 1, at);
        return Order(act, null);
    }

    private FaultOrder Finish(Act act)
    {
        foreach (string thing in act.Occurrence.Planned.Fault.Holding()) held.Remove(thing);
        return Order(act, null);
    }

    private void PlanTick(Occurrence occurrence, int tick, long at)
    {
        if (occurrence.Planned.Fault.TickPeriod() is { } period && at + period < occurrence.End)
            Plan(occurrence, FaultPhase.Tick, tick, at + period);
    }

    private void Plan(Occurrence occurrence, FaultPhase phase, int tick, long at) =>
        acts.Enqueue(new Act(occurrence, phase, tick), (at, phase, occurrence.Planned.Number));

    private static FaultOrder Order(Act act, long? length)
    {
        PlannedFault fault = act.Occurrence.Planned;
        ulong seed = new RandomStream(fault.Seed, $"begin/{act.Occurrence.Number}").Next();
        return new FaultOrder(fault.Number, fault.Fault, act.Phase, act.Tick, length, seed, fault.Flows);
    }

    private static int Order((long At, FaultPhase Rank, int Number) left, (long At, FaultPhase Rank, int Number) right) =>
        (left.At, -(int)left.Rank, left.Number).CompareTo((right.At, -(int)right.Rank, right.Number));

    private sealed record Act(Occurrence Occurrence, FaultPhase Phase, int Tick);

    /// <summary>One of the times that a fault begins.</summary>
    private sealed class Occurrence(PlannedFault planned, int number)
    {
        public PlannedFault Planned { get; } = planned;

        public int Number { get; } = number;

        public long End { get; set; }
    }
}
