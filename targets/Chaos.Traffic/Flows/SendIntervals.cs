using Chaos.Core;
using Chaos.Model;

namespace Chaos.Traffic.Flows;

/// <summary>Draws the send times of one side of a flow: a uniform phase, then intervals of one period with uniform jitter.</summary>
/// <remarks>Each interval starts at the planned time of the last message, not at the time it left: lateness does not accumulate.</remarks>
/// <param name="flow">Supplies the seed.</param>
/// <param name="side">The sending side.</param>
/// <param name="life">0 is the first; each life has its own random stream.</param>
internal struct SendIntervals(FlowPlan flow, Side side, int life)
{
    private RandomStream random = new(flow.Seed, StreamName(side, life));

    /// <summary>When the first message is due; <see cref="long.MaxValue"/> is never.</summary>
    public long First(SideTiming timing, long openAt) =>
        timing.Period == 0 ? long.MaxValue : openAt + random.NextBelow(timing.Period);

    /// <summary>The interval to the next message, for timings with jitter.</summary>
    public long Next(SideTiming timing) => Math.Max(1, timing.Period + random.NextBetween(-timing.Jitter, timing.Jitter));

    private static string StreamName(Side side, int life)
    {
        string name = side == Side.Client ? "rhythm/client" : "rhythm/server";
        return life == 0 ? name : $"{name}/{life}";
    }
}
