using Chaos.Faults;
using Chaos.Traffic;
using Chaos.Worlds;

namespace Chaos.Experiments.Running;

/// <summary>A run that is looked at from time to time; all else passes to the run itself, so what happens in it is the same.</summary>
internal abstract class PassingRun(IWorldRun run) : IWorldRun
{
    public bool InSlices { get; init; }

    public long Now => run.Now;

    public long Lead => run.Lead;

    public FlowLog Flows => run.Flows;

    public long Packets => run.Packets;

    /// <summary>Nanoseconds of virtual time: a longer wait is cut into such, since nobody would look before its end.</summary>
    protected abstract long Slice { get; }

    /// <summary>Called after each wait, and after each slice of one.</summary>
    protected abstract void Look();

    public ValueTask OpenAsync(CancellationToken cancellation) => run.OpenAsync(cancellation);

    public ValueTask StartPressureAsync(long at, CancellationToken cancellation) => run.StartPressureAsync(at, cancellation);

    public virtual ValueTask SetZeroAsync(long zero, CancellationToken cancellation) => run.SetZeroAsync(zero, cancellation);

    public ValueTask StopAsync(long pressureAt, long trafficAt, CancellationToken cancellation) =>
        run.StopAsync(pressureAt, trafficAt, cancellation);

    public async ValueTask WaitUntilAsync(long moment, CancellationToken cancellation)
    {
        while (InSlices && moment - run.Now > Slice)
        {
            await run.WaitUntilAsync(run.Now + Slice, cancellation);
            Look();
        }

        await run.WaitUntilAsync(moment, cancellation);
        Look();
    }

    public virtual ValueTask<TableObservation> ObserveAsync(CancellationToken cancellation) => run.ObserveAsync(cancellation);

    public ValueTask<(long At, FaultReport Report)> ActAsync(FaultOrder order, CancellationToken cancellation) =>
        run.ActAsync(order, cancellation);

    public ValueTask<RunOutcome> CollectAsync(bool isComplete, CancellationToken cancellation) =>
        run.CollectAsync(isComplete, cancellation);

    public ValueTask DisposeAsync() => run.DisposeAsync();
}
