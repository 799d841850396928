using Chaos.Shared;

namespace Chaos.Traffic;

/// <summary>The times at which one side of a flow speaks: a uniform phase, then a period with uniform jitter; lateness never accumulates.</summary>
internal struct Rhythm
{
    private readonly long period, jitter;
    private RandomStream random;

    public Rhythm(FlowPlan flow, GroupPlan group, Side side)
    {
        period = group.Period(side);
        jitter = group.Jitter(side);
        random = new RandomStream(flow.Seed, side == Side.Client ? "rhythm/client" : "rhythm/server");
        Next = period == 0 ? long.MaxValue : flow.OpenAt + random.NextBelow(period);
    }

    /// <summary>When the next message is due; <see cref="long.MaxValue"/> is never.</summary>
    public long Next { get; private set; }

    public void Advance() => Next += Math.Max(1, period + random.NextBetween(-jitter, jitter));
}
