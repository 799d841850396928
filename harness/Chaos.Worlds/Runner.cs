using Chaos.Faults;
using Chaos.Model;
using Chaos.Targets;

namespace Chaos.Worlds;

/// <summary>Takes one run through its phases, in any world: flows open, the table warms up, t = 0, pressure and faults, the tail.</summary>
public sealed class Runner
{
    /// <summary>How long a flow may take beyond its patience to be open or refused.</summary>
    private const long OpeningLimit = 15_000_000_000;

    private const long Second = 1_000_000_000;

    private readonly RunPlan plan;
    private readonly IWorldRun world;
    private readonly List<FaultRecord> faults = [];
    private readonly List<TableCounters> tables = [];
    private long zero;
    private bool warmedUp = true;

    private Runner(RunPlan plan, IWorldRun world)
    {
        this.plan = plan;
        this.world = world;
    }

    /// <summary>Seconds of the run, the last one possibly cut short.</summary>
    private int SecondsOfRun => (int)((plan.Phases.Duration + Second - 1) / Second);

    /// <summary>Builds the world of a run, runs it, and removes it. A world that fails gives an outcome that says so.</summary>
    /// <exception cref="OperationCanceledException">Interrupted; everything that was started is gone.</exception>
    public static async Task<RunOutcome> RunAsync(IWorld world, RunPlan plan, ITarget target, CancellationToken cancellation)
    {
        try
        {
            await using IWorldRun hosts = await world.BuildAsync(plan, target, cancellation);
            return await RunAsync(hosts, plan, cancellation);
        }
        catch (WorldFailedException failed)
        {
            return RunOutcome.NeverStarted(plan, failed);
        }
    }

    /// <summary>The same on hosts that are built already; the caller disposes of them.</summary>
    public static Task<RunOutcome> RunAsync(IWorldRun hosts, RunPlan plan, CancellationToken cancellation) =>
        new Runner(plan, hosts).RunAsync(cancellation);

    private async Task<RunOutcome> RunAsync(CancellationToken cancellation)
    {
        long? stoppedAt = null;
        string? failure = null;
        try
        {
            await GoThroughPhasesAsync(cancellation);
        }
        catch (WorldFailedException failed)
        {
            // What was still alive is censored at this moment.
            (stoppedAt, failure) = (world.Now, failed.Message);
        }

        RunOutcome seen = await world.CollectAsync(isComplete: stoppedAt is null, cancellation);
        return seen with
        {
            Zero = zero,
            Faults = faults,
            TableBySecond = tables,
            StoppedAt = stoppedAt ?? seen.StoppedAt,
            // A run that broke off is never valid, whether the world found the reason or this runner did.
            Invalidations = failure is null || seen.Invalidations.Contains(failure)
                ? seen.Invalidations : [.. seen.Invalidations, failure],
            Warnings = warmedUp ? seen.Warnings : [.. seen.Warnings, RunOutcome.NotWarmedUp],
        };
    }

    private async Task GoThroughPhasesAsync(CancellationToken cancellation)
    {
        await world.OpenAsync(cancellation);
        long start = await UntilOpenAsync(cancellation);
        TableObservation atZero = await WarmUpAsync(start, cancellation);
        long end = zero + plan.Phases.Duration, stop = end + plan.Phases.Tail;
        await world.StopAsync(end, stop, cancellation);
        if (atZero.Table is { } table) tables.Add(table);
        await CarryOutFaultsAsync(cancellation);
        await WatchUntilAsync(plan.Phases.Duration, cancellation);
        await world.WaitUntilAsync(stop + RunPhases.Drain, cancellation);
    }

    /// <summary>
    /// Waits until each flow is open or refused, and returns the moment at which pressure starts: the planned one, unless flows take
    /// longer.
    /// </summary>
    private async Task<long> UntilOpenAsync(CancellationToken cancellation)
    {
        long limit = plan.Phases.OpenUntil + plan.Traffic.Groups.Max(group => group.Patience) + OpeningLimit;
        await world.WaitUntilAsync(plan.Phases.OpenUntil - world.Lead, cancellation);
        while (world.Flows.Decided < plan.Traffic.Flows.Count)
        {
            if (world.Now > limit) throw new WorldFailedException("gave up waiting for every flow to open or to be refused");
            await world.WaitUntilAsync(world.Now + RunPhases.PollInterval, cancellation);
        }

        return Math.Max(plan.Phases.OpenUntil, world.Now + world.Lead);
    }

    /// <summary>Until t = 0: the table was full once, or the planned time is over. Returns the table at that moment.</summary>
    private async Task<TableObservation> WarmUpAsync(long start, CancellationToken cancellation)
    {
        await world.StartPressureAsync(start, cancellation);
        TableObservation seen = await world.ObserveAsync(cancellation);
        if (plan.Phases.WarmUp is not null || plan.Traffic.Pressure.Count == 0 || seen.Table is null)
        {
            await SetZeroAsync(start + (plan.Phases.WarmUp ?? plan.Phases.ExpectedFill), cancellation);
            await world.WaitUntilAsync(zero, cancellation);
            return seen.Table is null ? seen : await world.ObserveAsync(cancellation);
        }

        if (world.Now < start) await world.WaitUntilAsync(start, cancellation);
        for (; seen.Table is not { HasBeenFull: true }; seen = await world.ObserveAsync(cancellation))
        {
            if (world.Now - start >= plan.Phases.WarmUpLimit)
            {
                warmedUp = false;
                await SetZeroAsync(world.Now, cancellation);
                return seen;
            }

            await world.WaitUntilAsync(world.Now + RunPhases.PollInterval, cancellation);
        }

        await SetZeroAsync(seen.At, cancellation);
        return seen;
    }

    private ValueTask SetZeroAsync(long at, CancellationToken cancellation) => world.SetZeroAsync(zero = at, cancellation);

    /// <summary>Reads the table after each second of the run and at its end.</summary>
    /// <param name="moment">Since t = 0.</param>
    /// <param name="cancellation">Ends the wait.</param>
    private async ValueTask WatchUntilAsync(long moment, CancellationToken cancellation)
    {
        while (tables.Count > 0 && tables.Count <= SecondsOfRun)
        {
            long next = Math.Min(tables.Count * Second, plan.Phases.Duration);
            if (next > moment) break;
            await world.WaitUntilAsync(zero + next, cancellation);
            tables.Add((await world.ObserveAsync(cancellation)).Table ?? tables[^1]);
        }

        await world.WaitUntilAsync(zero + moment, cancellation);
    }

    private async Task CarryOutFaultsAsync(CancellationToken cancellation)
    {
        FaultTimeline timeline = new(plan.Faults, plan.EndOfFaults);
        while (timeline.Watches || timeline.NextDue < long.MaxValue)
        {
            long next = timeline.Watches ? Math.Min(timeline.NextDue, world.Now - zero + RunPhases.PollInterval) : timeline.NextDue;
            await WatchUntilAsync(next, cancellation);
            if (timeline.Watches)
            {
                TableObservation seen = await world.ObserveAsync(cancellation);
                timeline.Observe(next, new ObservedState(seen.Table?.Fill ?? 0, world.Flows.Survival));
            }

            while (timeline.TryTake(next, out FaultOrder? order)) faults.Add(await CarryOutAsync(order, next, cancellation));
        }
    }

    private async Task<FaultRecord> CarryOutAsync(FaultOrder order, long due, CancellationToken cancellation)
    {
        if (order.Phase == FaultPhase.Refused) return new FaultRecord(due, order, FaultReport.Nothing);
        (long at, FaultReport report) = await world.ActAsync(order, cancellation);
        return new FaultRecord(at - zero, order, report);
    }
}
