using System.Runtime.CompilerServices;
using Chaos.Core;

namespace Chaos.Simulation;

/// <summary>Packets that arrive in the order in which they left: a ring, whose front is looked at without being copied.</summary>
internal sealed class PacketLine
{
    /// <summary>As many as a power of two.</summary>
    private TimedItem<SimulationEvent>[] ring = new TimedItem<SimulationEvent>[64];

    private int front, count;
    private long end = long.MinValue;

    /// <summary>The one that arrives first, at the end of time if there is none. Valid until something changes.</summary>
    public ref readonly TimedItem<SimulationEvent> First
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref count > 0 ? ref ring[front & (ring.Length - 1)] : ref EventQueue.Never;
    }

    /// <summary>Whether a packet that arrives at <paramref name="time"/> may stand behind all others.</summary>
    public bool Takes(long time) => time >= end || count == 0;

    public void Add(in TimedItem<SimulationEvent> packet)
    {
        if (count == ring.Length) Grow();
        ring[unchecked(front + count++) & (ring.Length - 1)] = packet;
        end = packet.Time;
    }

    public void TakeFirst()
    {
        front = unchecked(front + 1);
        count--;
    }

    private void Grow()
    {
        TimedItem<SimulationEvent>[] larger = new TimedItem<SimulationEvent>[2 * count];
        for (int place = 0; place < count; place++) larger[place] = ring[unchecked(front + place) & (ring.Length - 1)];
        (ring, front) = (larger, 0);
    }
}
