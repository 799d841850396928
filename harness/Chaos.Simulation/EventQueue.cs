using System.Runtime.CompilerServices;
using Chaos.Shared;

namespace Chaos.Simulation;

/// <summary>What is going to happen: a packet arrives at a host, or (packet -1) a host is woken. Numbers instead of objects: nothing for the collector.</summary>
internal readonly record struct SimulationEvent(int Host, int Packet, int Length)
{
    public const int NoPacket = -1;

    /// <summary>Of adding.</summary>
    public uint Order { get; init; }
}

/// <summary>Events in order of time; those of the same moment in the order in which they were added.</summary>
/// <remarks>
/// Nearly all links take the same time, so packets mostly arrive in the order in which they left: as long as that holds they stand in line, and nothing has
/// to be sorted. Packets that would overtake the line go through slots of time. Hosts are woken by alarms, one for each.
/// </remarks>
internal sealed class EventQueue
{
    /// <summary>What stands first where nothing does: it comes after everything.</summary>
    public static readonly TimedItem<SimulationEvent> Never = new(long.MaxValue, default);

    private readonly PacketLine line = new();
    private readonly Alarms alarms = new();
    private readonly TimeQueue<SimulationEvent> overtakers = new();
    private uint added;

    /// <summary>Virtual nanoseconds since the epoch of the run.</summary>
    public long Now { get; private set; }

    public long Handled { get; private set; }

    /// <summary>Who makes it happen; set once the world is complete.</summary>
    public Action<SimulationEvent> Handler { get; set; } = static _ => { };

    /// <summary>A packet arrives.</summary>
    public void Add(long time, int host, int packet, int length)
    {
        time = Math.Max(time, Now);
        SimulationEvent arrival = new(host, packet, length) { Order = unchecked(added++) };
        if (line.Takes(time)) line.Add(new TimedItem<SimulationEvent>(time, arrival));
        else overtakers.Add(time, arrival);
    }

    /// <summary>A host is woken then, and not when it asked before.</summary>
    public void WakeAt(long time, int host) =>
        alarms.Set(new TimedItem<SimulationEvent>(Math.Max(time, Now), new SimulationEvent(host, SimulationEvent.NoPacket, 0) { Order = unchecked(added++) }));

    /// <summary>Handles everything up to and including <paramref name="until"/>; the clock then stands there.</summary>
    public void RunUntil(long until, CancellationToken cancellation)
    {
        while (TryTake(until, out long time, out SimulationEvent happening))
        {
            if ((Handled++ & 0xFFFF) == 0) cancellation.ThrowIfCancellationRequested();
            Now = time;
            Handler(happening);
        }

        Now = until;
    }

    /// <remarks>Numbers of adding wrap; what stands for one moment was never added two thousand million events apart.</remarks>
    public static bool ComesBefore(in TimedItem<SimulationEvent> one, in TimedItem<SimulationEvent> other) =>
        one.Time < other.Time || (one.Time == other.Time && unchecked((int)(one.Item.Order - other.Item.Order)) < 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryTake(long until, out long time, out SimulationEvent happening)
    {
        bool isInLine = ComesBefore(line.First, alarms.First);
        ref readonly TimedItem<SimulationEvent> first = ref isInLine ? ref line.First : ref alarms.First;
        (time, happening) = (first.Time, first.Item);
        if (overtakers.Soonest <= time && overtakers.TryPeek(out long overtakes, out SimulationEvent overtaker) && ComesBefore(new(overtakes, overtaker), first))
            return overtakers.TryTake(until, out time, out happening);
        if (time > until || time == long.MaxValue) return false;
        if (isInLine) line.TakeFirst();
        else alarms.TakeFirst();
        return true;
    }
}
