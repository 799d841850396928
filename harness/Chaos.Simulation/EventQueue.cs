using System.Runtime.CompilerServices;
using Chaos.Core;
using Chaos.Traffic.Flows;

namespace Chaos.Simulation;

/// <summary>
/// Events in order of time; those of the same moment in the order in which they were added, and flows that are due behind all others.
/// </summary>
/// <remarks>
/// Nearly all links take the same time, so packets mostly arrive in the order in which they left: as long as that holds they stand in line,
/// and nothing has
/// to be sorted. Packets that would overtake the line go through slots of time. Hosts are woken by alarms, one for each. The flows of all
/// hosts
/// are on timers of their own, the engines': most of what happens beside packets.
/// </remarks>
internal sealed class EventQueue
{
    /// <summary>What stands first where nothing does: it comes after everything.</summary>
    public static readonly TimedItem<SimulationEvent> Never = new(long.MaxValue, default);

    /// <summary>After so many events the world is told that its run is a long one; asked for rarely, with the cancellation.</summary>
    private const long ManyEvents = 1 << 21, CheckEvery = 1 << 16;

    private readonly PacketLine line = new();
    private readonly Alarms alarms = new();
    private readonly TimeQueue<SimulationEvent> overtakers = new();
    private uint added;

    /// <summary>The timers of all flows; an engine number is the number of its host.</summary>
    public FlowTimers Flows { get; } = new();

    /// <summary>Virtual nanoseconds since the epoch of the run.</summary>
    public long Now { get; private set; }

    /// <summary>
    /// For when the event in work was asked for: before now, if a host that stood still hears at last what it had to do meanwhile.
    /// </summary>
    public long Due { get; private set; }

    public long Handled { get; private set; }

    /// <summary>Handles each event; set once the world is complete.</summary>
    public Action<SimulationEvent> Handler { get; set; } = static _ => { };

    /// <summary>Hears once that the run is a long one: it pays now to put its memory in order.</summary>
    public Action OnLongRun { get; set; } = static () => { };

    /// <summary>A packet arrives.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long time, int host, int packet, int length)
    {
        time = Math.Max(time, Now);
        SimulationEvent arrival = new(EventKind.Arrival, unchecked((ushort)host), packet, length) { Order = unchecked(added++) };
        if (line.Takes(time)) line.Add(new TimedItem<SimulationEvent>(time, arrival));
        else overtakers.Add(time, arrival);
    }

    /// <summary>A host is woken then, and not when it asked before.</summary>
    public void WakeAt(long time, int host) =>
        alarms.Set(new TimedItem<SimulationEvent>(
            Math.Max(time, Now), new SimulationEvent(EventKind.Wake, (ushort)host, 0, 0) { Order = unchecked(added++) }));

    /// <summary>Handles everything up to and including <paramref name="until"/>; the clock then stands there.</summary>
    public void RunUntil(long until, CancellationToken cancellation)
    {
        while (TryStep(until, cancellation))
        {
        }

        Now = until;
    }

    /// <summary>
    /// One event. A method of its own: the loop around it runs for minutes, and the runtime gives such a loop poorer code than what it
    /// calls.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryStep(long until, CancellationToken cancellation)
    {
        if (!TryTake(until, out long time, out SimulationEvent next)) return false;
        if ((Handled++ & (CheckEvery - 1)) == 0) Check(cancellation);
        Due = time;
        if (time > Now) Now = time;
        Handler(next);
        return true;
    }

    private void Check(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (Handled == ManyEvents + 1) OnLongRun();
    }

    /// <remarks>Numbers of adding wrap; what stands for one moment was never added two thousand million events apart.</remarks>
    public static bool ComesBefore(in TimedItem<SimulationEvent> one, in TimedItem<SimulationEvent> other) =>
        one.Time < other.Time || (one.Time == other.Time && unchecked((int)(one.Item.Order - other.Item.Order)) < 0);

    /// <remarks>Nearly all that happens are packets in line and flows; where an alarm or an overtaker might come first, all are looked
    /// at.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryTake(long until, out long time, out SimulationEvent next)
    {
        ref readonly TimedItem<SimulationEvent> arrival = ref line.First;
        time = arrival.Time;
        if (time >= alarms.First.Time || time >= overtakers.Soonest) return TryTakeAny(until, out time, out next);
        if (Flows.Soonest < time && Flows.FindSoonest() < time) return TryTakeFlow(until, out time, out next);
        next = arrival.Item;
        if (time > until) return false;
        line.TakeFirst();
        return true;
    }

    private bool TryTakeAny(long until, out long time, out SimulationEvent next)
    {
        bool isInLine = ComesBefore(line.First, alarms.First);
        ref readonly TimedItem<SimulationEvent> first = ref isInLine ? ref line.First : ref alarms.First;
        (time, next) = (first.Time, first.Item);
        bool overtakes = overtakers.Soonest <= time && overtakers.TryPeek(
            out long at, out SimulationEvent overtaker) && ComesBefore(new(at, overtaker), first);
        if (overtakes) time = overtakers.Soonest;
        if (Flows.FindSoonest() < time) return TryTakeFlow(until, out time, out next);
        if (overtakes) return overtakers.TryTake(until, out time, out next);
        if (time > until || time == long.MaxValue) return false;
        if (isInLine) line.TakeFirst();
        else alarms.TakeFirst();
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryTakeFlow(long until, out long due, out SimulationEvent next)
    {
        bool any = Flows.TryTake(until, out due, out DueFlow flow);
        next = new SimulationEvent(EventKind.FlowIsDue, unchecked((ushort)flow.EngineNumber), flow.LocalIndex, 0);
        return any;
    }
}
