using Chaos.Shared;

namespace Chaos.Traffic;

/// <summary>The times at which one side of a flow speaks: a uniform phase, then a period with uniform jitter; lateness never accumulates.</summary>
internal struct Rhythm
{
    private readonly long jitter;
    private RandomStream random;

    /// <param name="flow">Whose rhythm.</param>
    /// <param name="group">The flow's.</param>
    /// <param name="side">Who speaks.</param>
    /// <param name="openAt">When this life opens.</param>
    /// <param name="life">0 is the first; each has draws of its own.</param>
    public Rhythm(FlowPlan flow, GroupPlan group, Side side, long openAt, int life)
    {
        Period = group.Period(flow, side);
        jitter = group.Jitter(Period);
        string purpose = side == Side.Client ? "rhythm/client" : "rhythm/server";
        random = new RandomStream(flow.Seed, life == 0 ? purpose : $"{purpose}/{life}");
        Next = Period == 0 ? long.MaxValue : openAt + random.NextBelow(Period);
    }

    /// <summary>Nanoseconds between two messages; 0 is never.</summary>
    public readonly long Period { get; }

    /// <summary>When the next message is due; <see cref="long.MaxValue"/> is never.</summary>
    public long Next { readonly get; private set; }

    /// <remarks>Nothing else draws from the stream, so one without jitter is left alone: its memory stays cold.</remarks>
    public void Advance() => Next += jitter == 0 ? Period : Math.Max(1, Period + random.NextBetween(-jitter, jitter));
}
