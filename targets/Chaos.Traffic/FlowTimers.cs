using System.Runtime.CompilerServices;
using Chaos.Shared;

namespace Chaos.Traffic;

/// <summary>When flows want to be looked at, in order: of one engine, or of all engines of a simulation, whose flows then take their turns in one line.</summary>
public sealed class FlowTimers
{
    private readonly TimeQueue<FlowMoment> queue = new();

    /// <summary>No flow is due before. Costs nothing to ask.</summary>
    public long Soonest
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => queue.Soonest;
    }

    /// <summary>When the first flow is due, the end of time if none is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long FindSoonest() => queue.FindSoonest();

    /// <summary>A flow that is due soon: about so many behind the first one. A guess, for those who only prepare.</summary>
    public bool TryForesee(int behind, out FlowMoment moment) => queue.TryForesee(behind, out moment);

    /// <summary>Takes the first flow if it is due by <paramref name="until"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake(long until, out long due, out FlowMoment moment) => queue.TryTake(until, out due, out moment);

    public void Add(long at, FlowMoment moment) => queue.Add(at, moment);
}

/// <summary>A flow that wants to be looked at.</summary>
/// <param name="Engine">The number of the engine that has it.</param>
/// <param name="Place">Its place there.</param>
public readonly record struct FlowMoment(int Engine, int Place);
