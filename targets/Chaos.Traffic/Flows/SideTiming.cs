using Chaos.Model;

namespace Chaos.Traffic.Flows;

/// <summary>Group, period, jitter and silence limit of one side of a flow.</summary>
/// <remarks>
/// Flows of a group share one object unless they have their own periods. It is outside <see cref="FlowSide"/>: thousands of flows refer to
/// the same few objects, which stay in the CPU cache.
/// </remarks>
internal sealed class SideTiming(GroupPlan group, FlowPlan flow, Side side)
{
    public GroupPlan Group { get; } = group;

    public Side Side { get; } = side;

    /// <summary>Nanoseconds between two messages of this side; 0 is never.</summary>
    public long Period { get; } = group.Period(flow, side);

    /// <summary>Half the width of the jitter around the period, in nanoseconds.</summary>
    public long Jitter { get; } = group.Jitter(group.Period(flow, side));

    /// <summary>How long this side waits for any message of the other; <see cref="long.MaxValue"/> if the other never sends.</summary>
    public long SilenceLimit { get; } = group.SilenceLimit(flow, side == Side.Client ? Side.Server : Side.Client);

    /// <summary>Whether the flow can share the timing of its group.</summary>
    public static bool IsShared(FlowPlan flow) => flow.ClientPeriod is null && flow.ServerPeriod is null;
}
