using Chaos.Shared;

namespace Chaos.Traffic;

/// <summary>The times at which one side of a flow speaks: a uniform phase, then a period with uniform jitter; lateness never accumulates.</summary>
/// <param name="flow">Whose rhythm.</param>
/// <param name="side">Who speaks.</param>
/// <param name="life">0 is the first; each has draws of its own.</param>
internal struct Rhythm(FlowPlan flow, Side side, int life)
{
    private RandomStream random = new(flow.Seed, Purpose(side, life));

    /// <summary>When the first message is due; <see cref="long.MaxValue"/> is never.</summary>
    public long First(FlowShape shape, long openAt) => shape.Period == 0 ? long.MaxValue : openAt + random.NextBelow(shape.Period);

    /// <summary>From one message to the next, where there is jitter.</summary>
    public long Step(FlowShape shape) => Math.Max(1, shape.Period + random.NextBetween(-shape.Jitter, shape.Jitter));

    private static string Purpose(Side side, int life)
    {
        string purpose = side == Side.Client ? "rhythm/client" : "rhythm/server";
        return life == 0 ? purpose : $"{purpose}/{life}";
    }
}
