using System.Runtime.CompilerServices;
using Chaos.Core;

namespace Chaos.Simulation;

/// <summary>
/// When hosts want to be woken: at most one moment for each, the one that it asked for last. A binary heap that knows where each host
/// stands.
/// </summary>
internal sealed class Alarms
{
    private TimedItem<SimulationEvent>[] heap = new TimedItem<SimulationEvent>[8];

    /// <summary>Of each host, its place in the heap + 1; 0 if it sleeps on.</summary>
    private int[] placeOf = new int[8];

    private int count;

    /// <summary>The one that comes first, at the end of time if there is none. Valid until something changes.</summary>
    public ref readonly TimedItem<SimulationEvent> First
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref count > 0 ? ref heap[0] : ref EventQueue.Never;
    }

    /// <summary>What the host asked for before does not count any more.</summary>
    public void Set(in TimedItem<SimulationEvent> alarm)
    {
        int host = alarm.Item.Host;
        if (host >= placeOf.Length) Array.Resize(ref placeOf, 2 * host);
        int place = placeOf[host] - 1;
        if (place < 0)
        {
            if (count == heap.Length) Array.Resize(ref heap, 2 * count);
            place = count++;
        }

        if (!Rise(place, alarm)) Sink(place, alarm);
    }

    public void TakeFirst()
    {
        placeOf[heap[0].Item.Host] = 0;
        count--;
        if (count > 0) Sink(0, heap[count]);
    }

    /// <summary>Puts an alarm where it belongs on the way up from a free place; false if it belongs there or below.</summary>
    private bool Rise(int place, in TimedItem<SimulationEvent> alarm)
    {
        int from = place;
        for (; place > 0 && EventQueue.ComesBefore(alarm, heap[(place - 1) / 2]); place = (place - 1) / 2)
            Put(place, heap[(place - 1) / 2]);
        if (place == from) return false;
        Put(place, alarm);
        return true;
    }

    /// <summary>The same on the way down.</summary>
    private void Sink(int place, in TimedItem<SimulationEvent> alarm)
    {
        TimedItem<SimulationEvent> sinking = alarm;
        for (int child = 2 * place + 1; child < count; child = 2 * place + 1)
        {
            if (child + 1 < count && EventQueue.ComesBefore(heap[child + 1], heap[child])) child++;
            if (!EventQueue.ComesBefore(heap[child], sinking)) break;
            Put(place, heap[child]);
            place = child;
        }

        Put(place, sinking);
    }

    private void Put(int place, in TimedItem<SimulationEvent> alarm)
    {
        heap[place] = alarm;
        placeOf[alarm.Item.Host] = place + 1;
    }
}
