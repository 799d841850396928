using System.Runtime.CompilerServices;
using Chaos.Core;

namespace Chaos.Traffic.Flows;

/// <summary>The times at which flows are due, in order: of one engine, or of all engines of a simulation.</summary>
public sealed class FlowTimers
{
    private readonly TimeQueue<DueFlow> queue = new();

    /// <summary>A lower bound: no flow is due earlier. A field read.</summary>
    public long Soonest
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => queue.Soonest;
    }

    /// <summary>When the first flow is due; <see cref="long.MaxValue"/> if none is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long FindSoonest() => queue.FindSoonest();

    /// <summary>Estimates which flow is due about <paramref name="behind"/> entries after the first. For prefetching only.</summary>
    public bool TryPeekAhead(int behind, out DueFlow flow) => queue.TryPeekAhead(behind, out flow);

    /// <summary>Takes the first flow if it is due by <paramref name="until"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake(long until, out long due, out DueFlow flow) => queue.TryTake(until, out due, out flow);

    public void Add(long at, DueFlow flow) => queue.Add(at, flow);
}
