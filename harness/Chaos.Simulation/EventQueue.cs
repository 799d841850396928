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
/// to be sorted. Packets that would overtake the line, and wakes, go through slots of time.
/// </remarks>
internal sealed class EventQueue
{
    private readonly Queue<TimedItem<SimulationEvent>> line = new();
    private readonly TimeQueue<SimulationEvent> others = new();
    private long endOfLine = long.MinValue;
    private uint added;

    /// <summary>Virtual nanoseconds since the epoch of the run.</summary>
    public long Now { get; private set; }

    public long Handled { get; private set; }

    /// <summary>Who makes it happen; set once the world is complete.</summary>
    public Action<SimulationEvent> Handler { get; set; } = static _ => { };

    public void Add(long time, SimulationEvent happening)
    {
        time = Math.Max(time, Now);
        happening = happening with { Order = unchecked(added++) };
        bool standsInLine = happening.Packet != SimulationEvent.NoPacket && (time >= endOfLine || line.Count == 0);
        if (!standsInLine)
        {
            others.Add(time, happening);
            return;
        }

        line.Enqueue(new TimedItem<SimulationEvent>(time, happening));
        endOfLine = time;
    }

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

    private bool TryTake(long until, out long time, out SimulationEvent happening)
    {
        bool hasOther = others.TryPeek(out time, out happening);
        if (!line.TryPeek(out TimedItem<SimulationEvent> first) || (hasOther && !ComesBefore(first, time, happening))) return others.TryTake(until, out time, out happening);
        (time, happening) = (first.Time, first.Item);
        if (time > until) return false;
        line.Dequeue();
        return true;
    }

    /// <remarks>Numbers of adding wrap; what stands for one moment was never added two thousand million events apart.</remarks>
    private static bool ComesBefore(in TimedItem<SimulationEvent> first, long time, in SimulationEvent other) =>
        first.Time < time || (first.Time == time && unchecked((int)(first.Item.Order - other.Order)) < 0);
}
