using Chaos.Model;
using Chaos.Worlds;

namespace Chaos.Experiments.Running;

/// <summary>A world whose runs tell from time to time how far they are. What happens in them is the same.</summary>
internal sealed class WatchedWorld(IWorld world, Action<RunMoment> tell, TimeSpan pause, TimeProvider time) : PassingWorld(world)
{
    protected override IWorldRun Watch(IWorldRun run, RunPlan plan) =>
        new WatchedRun(run, plan.Phases, tell, pause, time) { InSlices = !IsReal };
}

/// <inheritdoc cref="WatchedWorld"/>
internal sealed class WatchedRun(IWorldRun run, RunPhases phases, Action<RunMoment> tell, TimeSpan pause, TimeProvider time)
    : PassingRun(run)
{
    private readonly long end = phases.OpenUntil + (phases.WarmUp ?? phases.ExpectedFill) + phases.Duration + phases.Tail;
    private readonly long begun = time.GetTimestamp();
    private long told = time.GetTimestamp(), packetsTold;
    private double? fill;

    public override async ValueTask<TableObservation> ObserveAsync(CancellationToken cancellation)
    {
        TableObservation seen = await base.ObserveAsync(cancellation);
        fill = seen.Table?.Fill ?? fill;
        return seen;
    }

    protected override long Slice => 100_000_000;

    protected override void Look()
    {
        TimeSpan since = time.GetElapsedTime(told);
        if (since < pause) return;
        long packets = Packets;
        double share = Math.Clamp((double)Now / end, 1e-6, 1);
        double left = time.GetElapsedTime(begun).TotalSeconds * (1 - share) / share;
        tell(new RunMoment(Now / 1e9, end / 1e9, (packets - packetsTold) / since.TotalSeconds, left)
        {
            Alive = Flows.Survival,
            Fill = fill,
        });
        (told, packetsTold) = (time.GetTimestamp(), packets);
    }
}
