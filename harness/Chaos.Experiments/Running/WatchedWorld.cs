using Chaos.Model;
using Chaos.Worlds;

namespace Chaos.Experiments.Running;

/// <summary>A world whose runs tell from time to time how far they are. What happens in them is the same.</summary>
internal sealed class WatchedWorld(IWorld world, Action<RunMoment> tell, TimeProvider time) : PassingWorld(world)
{
    protected override IWorldRun Watch(IWorldRun run, RunPlan plan) =>
        new WatchedRun(run, plan.Phases, tell, time) { InSlices = !IsReal };
}

/// <inheritdoc cref="WatchedWorld"/>
internal sealed class WatchedRun(IWorldRun run, RunPhases phases, Action<RunMoment> tell, TimeProvider time) : PassingRun(run)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly long end = phases.OpenUntil + (phases.WarmUp ?? phases.ExpectedFill) + phases.Duration + phases.Tail;
    private readonly long begun = time.GetTimestamp();
    private long told = time.GetTimestamp(), packetsTold;

    protected override long Slice => 100_000_000;

    protected override void Look()
    {
        TimeSpan since = time.GetElapsedTime(told);
        if (since < Pause) return;
        long packets = Packets;
        double share = Math.Clamp((double)Now / end, 1e-6, 1);
        double left = time.GetElapsedTime(begun).TotalSeconds * (1 - share) / share;
        tell(new RunMoment(Now / 1e9, end / 1e9, (packets - packetsTold) / since.TotalSeconds, left));
        (told, packetsTold) = (time.GetTimestamp(), packets);
    }
}
