using Chaos.Shared;

namespace Chaos.Simulation;

/// <summary>What is going to happen: a packet arrives at a host, or (packet -1) a host is woken. Numbers instead of objects: nothing for the collector.</summary>
internal readonly record struct SimulationEvent(int Host, int Packet, int Length);

/// <summary>Events in order of time; those of the same moment in the order in which they were added.</summary>
internal sealed class EventQueue
{
    private readonly TimeQueue<SimulationEvent> queue = new();

    /// <summary>Virtual nanoseconds since the epoch of the run.</summary>
    public long Now { get; private set; }

    public long Handled { get; private set; }

    /// <summary>Who makes it happen; set once the world is complete.</summary>
    public Action<SimulationEvent> Handler { get; set; } = static _ => { };

    public void Add(long time, SimulationEvent happening) => queue.Add(Math.Max(time, Now), happening);

    /// <summary>Handles everything up to and including <paramref name="until"/>; the clock then stands there.</summary>
    public void RunUntil(long until, CancellationToken cancellation)
    {
        while (queue.TryTake(until, out long time, out SimulationEvent happening))
        {
            if ((Handled++ & 0xFFFF) == 0) cancellation.ThrowIfCancellationRequested();
            Now = time;
            Handler(happening);
        }

        Now = until;
    }
}
