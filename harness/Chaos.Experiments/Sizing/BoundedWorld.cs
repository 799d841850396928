using Chaos.Experiments.Running;
using Chaos.Survival;
using Chaos.Traffic;
using Chaos.Worlds;

namespace Chaos.Experiments.Sizing;

/// <summary>
/// A world for repetitions that are asked one thing: do they meet the target? Its runs break off as soon as more flows have died than the
/// target bears, since no flow comes back to life.
/// </summary>
/// <param name="world">A simulation.</param>
/// <param name="request">The target on survival; one that asks for few survivors never breaks a run off.</param>
internal sealed class BoundedWorld(IWorld world, SizingRequest request) : PassingWorld(world)
{
    protected override IWorldRun Watch(IWorldRun run, RunPlan plan) =>
        request.Survival.Bound.Kind is BoundKind.AtLeast or BoundKind.MoreThan
            ? new BoundedRun(run, plan, request) { InSlices = true } : run;
}

/// <inheritdoc cref="BoundedWorld"/>
internal sealed class BoundedRun : PassingRun
{
    private readonly Bound bound;
    private readonly int[] flows;
    private readonly long duration;
    private long end = long.MaxValue;

    public BoundedRun(IWorldRun run, RunPlan plan, SizingRequest request) : base(run)
    {
        (bound, duration) = (request.Survival.Bound, plan.Phases.Duration);
        flows = [
            .. plan.Traffic.Flows.Where(flow => request.Group is null || plan.Traffic.Groups[flow.Group].Name == request.Group)
                .Select(flow => flow.Number)];
    }

    protected override long Slice => 1_000_000_000;

    public override ValueTask SetZeroAsync(long zero, CancellationToken cancellation)
    {
        end = zero + duration;
        return base.SetZeroAsync(zero, cancellation);
    }

    /// <summary>What dies in the tail may have been alive at the end, so nothing is concluded from then on.</summary>
    /// <exception cref="TargetMissedException">The target cannot be met any more.</exception>
    protected override void Look()
    {
        if (Now > end) return;
        IReadOnlyList<FlowLife> lives = Flows.Lives;
        int dead = 0;
        foreach (int flow in flows)
            if (lives[flow] is { DiedAt: not null } or { RefusedAt: not null }) dead++;
        if (bound.Judge(Interval.Point(1 - ((double)dead / flows.Length))) == Verdict.Fail) throw new TargetMissedException();
    }
}

/// <summary>A repetition was broken off: it cannot meet the target any more.</summary>
internal sealed class TargetMissedException : Exception;
