using System.Globalization;
using Chaos.Experiments.Planning;
using Chaos.Experiments.Sizing;
using Chaos.Experiments.Tails;
using Chaos.Model;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Survival;
using Chaos.Targets;
using Chaos.Worlds;

namespace Chaos.Experiments.Running;

/// <summary>Runs repetitions of cells; their attachments go to the folder, if there is one.</summary>
/// <param name="worldOf">Where a cell runs.</param>
/// <param name="keeper">Takes the rows of repetitions, and knows those that are done.</param>
/// <param name="folder">The run folder; null: nothing is written.</param>
/// <param name="tail">How deaths of the tail are judged.</param>
/// <param name="time">Measures how long a repetition takes.</param>
/// <param name="progress">Shown how far a repetition is; null: nobody looks.</param>
internal sealed class CellRunner(
    Func<Cell, IWorld> worldOf, IRepetitionKeeper keeper, RunFolder? folder, TailRule tail, TimeProvider time,
    IRunProgress? progress = null)
{
    /// <summary>All repetitions that the scenario names, one after the other.</summary>
    /// <param name="cell">The point of the matrix, or the control arm's stand-in.</param>
    /// <param name="target">What is between the hosts.</param>
    /// <param name="cancellation">Stops the repetition in progress.</param>
    public async Task<CellRun> RunAsync(Cell cell, ITarget target, CancellationToken cancellation)
    {
        List<RepetitionRun> repetitions = [];
        for (int repetition = 1; repetition <= cell.Scenario.Repetitions; repetition++)
            repetitions.Add(await RunAsync(cell, target, repetition, cancellation));
        return Join(cell, target, repetitions, Interval.UsualLevel);
    }

    /// <summary>One repetition, unless it is done.</summary>
    /// <param name="cell">The point of the matrix.</param>
    /// <param name="target">What is between the hosts.</param>
    /// <param name="repetition">From 1.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<RepetitionRun> RunAsync(Cell cell, ITarget target, int repetition, CancellationToken cancellation)
    {
        if (keeper.Find(cell, repetition) is { } done) return done;
        long started = time.GetTimestamp();
        DateTimeOffset began = time.GetUtcNow();
        RepetitionPlan plan = RepetitionPlanner.Plan(cell, repetition);
        IWorld world = worldOf(cell);
        RunOutcome outcome = await Runner.RunAsync(Watched(world, cell, repetition), plan.Run, target, cancellation);
        foreach (RunAttachment attachment in outcome.Attachments) folder?.WriteAttachment(cell.Id, repetition, attachment);
        outcome = outcome with { Invalidations = [.. outcome.Invalidations, .. Invalidations.Of(plan.Run, outcome)] };
        TimeSpan took = time.GetElapsedTime(started);
        RepetitionRun run = RepetitionRun.Of(plan, outcome, tail, world.Name, took.TotalSeconds, keeper);
        progress?.RepetitionDone(new RepetitionReport(
            cell.Id, repetition, began, took, outcome.Packets, run.Tally.Died, outcome.Newcomers.Sum(group => group.Total().Failed)));
        return run;
    }

    /// <summary>Repetitions as the cell of the results.</summary>
    /// <param name="cell">The point of the matrix.</param>
    /// <param name="target">What was between the hosts.</param>
    /// <param name="repetitions">In order, from the first; at least one.</param>
    /// <param name="level">Of intervals.</param>
    public static CellRun Join(Cell cell, ITarget target, IReadOnlyList<RepetitionRun> repetitions, double level)
    {
        CellFacts facts = Facts(cell, target, repetitions, level);
        int rows = repetitions.Sum(one => one.Rows.FlowCount);
        CellResult result = CellSummary.From(facts, [.. repetitions.Select(one => one.Tally)]) with { LawEntries = LawOf(cell, target) };
        return new CellRun(
            rows == result.Flows.Total ? result : result with { FlowRows = rows }, [.. repetitions.Select(one => one.Rows)],
            [.. repetitions.SelectMany(one => one.Facts.Invalidations.Select(
                reason => $"{cell.Id}, repetition {one.Facts.Repetition}: {reason}"))]);
    }

    private IWorld Watched(IWorld world, Cell cell, int repetition) => progress is null ? world : new WatchedWorld(
        world, moment => progress.CellGoesOn(cell.Id, repetition, cell.Scenario.Repetitions, moment), progress.Pause, time);

    private static CellFacts Facts(Cell cell, ITarget target, IReadOnlyList<RepetitionRun> repetitions, double level)
    {
        List<RepetitionFacts> all = [.. repetitions.Select(one => one.Facts)];
        return new CellFacts
        {
            Id = cell.Id,
            Axes = cell.Axes,
            Target = target.Name,
            Backend = all[0].Backend,
            Repetitions = repetitions.Count,
            Level = level,
            UnderPressure = all.TrueForAll(one => one.Table is { HasBeenFull: true }),
            DurationSeconds = cell.Scenario.Duration.TotalSeconds,
            Groups =
            [
                .. cell.Scenario.Flows.Select(group => new GroupFacts(
                    group.Name, PeerOf(group), all.Sum(one => one.Reopened.GetValueOrDefault(group.Name)),
                    all.Sum(one => one.LostAndRemade.GetValueOrDefault(group.Name)))),
            ],
            Map = target.Translates ? MapOf(all) : null,
            Pressure = PressureSummary.From(
                [.. cell.Scenario.Pressure.Select(group => group.Name)],
                [.. all.Select(one => one.Newcomers)],
                [.. all.Select(one => one.LossesBySecond)],
                level),
            RoundTripSeconds = cell.Scenario.Links.RoundTrip / 1e9,
            Packets = all.Sum(one => one.Packets),
            WallSeconds = all.Sum(one => one.Seconds),
            Trace = TraceOf(all),
        };
    }

    /// <summary>The law is about churn in a table of our own that evicts.</summary>
    private static long? LawOf(Cell cell, ITarget target) =>
        target.Translates && target.Name is "csharp" or "ebpf" && cell.Scenario is { Pressure.Count: > 0, Nat.Variant: not "refuse-new" }
            ? CliffLaw.EntriesFor(cell.Scenario) : null;

    /// <summary>Zeros where no repetition came to a report of its table.</summary>
    private static MapCounters MapOf(List<RepetitionFacts> all)
    {
        TableCounters[] tables = [.. all.Select(one => one.Table ?? default)];
        return new MapCounters(
            tables.Sum(table => table.Evictions),
            tables.Sum(table => table.RestoredReverse),
            tables.Sum(table => table.RestoredOriginal),
            tables.Sum(table => table.AllocationFailures));
    }

    /// <summary>The hashes of the repetitions, one after the other; null if the world has none.</summary>
    private static string? TraceOf(List<RepetitionFacts> all) => all.TrueForAll(one => one.Trace is not null)
        ? string.Join(' ', all.Select(one => one.Trace!.Value.ToString("x16", CultureInfo.InvariantCulture)))
        : null;

    /// <summary>What the group's UDP servers make of a changed port; null where it has none, or where its shapes differ.</summary>
    private static string? PeerOf(FlowGroup group)
    {
        bool[] kinds = [
            .. group.Shapes.Where(shape => shape.Plan.Transport == Transport.Udp).Select(shape => shape.Plan.Roaming).Distinct()];
        return kinds is [bool roaming] ? roaming ? "roaming" : "strict" : null;
    }
}
