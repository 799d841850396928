namespace Chaos.Traffic;

/// <summary>What flows have in common, seen from one side: one for all of a group, but for those that have drawn periods of their own.</summary>
/// <remarks>Beside the flows instead of in each: thousands of them find it in the cache.</remarks>
internal sealed class FlowShape(GroupPlan group, FlowPlan flow, Side side)
{
    public GroupPlan Group { get; } = group;

    public Side Side { get; } = side;

    /// <summary>Nanoseconds between two messages of this side; 0 is never.</summary>
    public long Period { get; } = group.Period(flow, side);

    /// <summary>Half the width of the jitter around the period, in nanoseconds.</summary>
    public long Jitter { get; } = group.Jitter(group.Period(flow, side));

    /// <summary>How long the other side may stay silent; <see cref="long.MaxValue"/> if it never speaks.</summary>
    public long OtherMayBeSilent { get; } = group.SilenceLimit(flow, side == Side.Client ? Side.Server : Side.Client);

    /// <summary>Whether all flows of the group have this shape.</summary>
    public static bool IsTheGroups(FlowPlan flow) => flow.ClientPeriod is null && flow.ServerPeriod is null;
}
