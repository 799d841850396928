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
/// <param name="folder">The run folder; null: nothing is written.</param>
/// <param name="tail">How deaths of the tail are judged.</param>
/// <param name="time">Measures how long a repetition takes.</param>
/// <param name="progress">Shown how far a repetition is; null: nobody looks.</param>
/// <param name="keepsFlows">Whether the records of a repetition's flows are kept; they are counted in any case.</param>
internal sealed class CellRunner(
    Func<Cell, IWorld> worldOf, RunFolder? folder, TailRule tail, TimeProvider time, IRunProgress? progress = null,
    Func<int, bool>? keepsFlows = null)
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

    /// <param name="cell">The point of the matrix.</param>
    /// <param name="target">What is between the hosts.</param>
    /// <param name="repetition">From 1.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<RepetitionRun> RunAsync(Cell cell, ITarget target, int repetition, CancellationToken cancellation)
    {
        long started = time.GetTimestamp();
        RepetitionPlan plan = RepetitionPlanner.Plan(cell, repetition);
        IWorld world = worldOf(cell);
        RunOutcome outcome = await Runner.RunAsync(Watched(world, cell, repetition), plan.Run, target, cancellation);
        foreach (RunAttachment attachment in outcome.Attachments) folder?.WriteAttachment(cell.Id, repetition, attachment);
        outcome = outcome with { Invalidations = [.. outcome.Invalidations, .. Invalidations.Of(plan.Run, outcome)] };
        RepetitionRun run = RepetitionRun.Of(plan, outcome, tail, keepsFlows?.Invoke(repetition) ?? true);
        return run with { Backend = world.Name, Seconds = time.GetElapsedTime(started).TotalSeconds };
    }

    /// <summary>Repetitions as the cell of the results.</summary>
    /// <param name="cell">The point of the matrix.</param>
    /// <param name="target">What was between the hosts.</param>
    /// <param name="repetitions">In order, from the first; at least one.</param>
    /// <param name="level">Of intervals.</param>
    public static CellRun Join(Cell cell, ITarget target, IReadOnlyList<RepetitionRun> repetitions, double level)
    {
        CellFacts facts = Facts(cell, target, repetitions, level);
        FlowRecord[] flows = [.. repetitions.SelectMany(one => one.Flows)];
        CellResult result = CellSummary.From(facts, [.. repetitions.Select(one => one.Tally)]) with { LawEntries = LawOf(cell, target) };
        return new CellRun(
            flows.Length == result.Flows.Total ? result : result with { FlowRows = flows.Length }, flows,
            [.. repetitions.SelectMany(one => one.Events)],
            [.. repetitions.SelectMany(one => one.Outcome.Invalidations.Select(
                reason => $"{cell.Id}, repetition {one.Repetition}: {reason}"))])
        {
            Table = [.. repetitions.SelectMany(one => TableSeries.Of(cell, one.Repetition, one.Outcome.TableBySecond))],
        };
    }

    private IWorld Watched(IWorld world, Cell cell, int repetition) => progress is null ? world : new WatchedWorld(
        world, moment => progress.CellGoesOn(cell.Id, repetition, cell.Scenario.Repetitions, moment), progress.Pause, time);

    private static CellFacts Facts(Cell cell, ITarget target, IReadOnlyList<RepetitionRun> repetitions, double level)
    {
        List<RunOutcome> outcomes = [.. repetitions.Select(one => one.Outcome)];
        string[] reopened = [.. repetitions.SelectMany(one => one.Reopened)], remade = [.. repetitions.SelectMany(one => one.Remade)];
        return new CellFacts
        {
            Id = cell.Id,
            Axes = cell.Axes,
            Target = target.Name,
            Backend = repetitions[0].Backend,
            Repetitions = repetitions.Count,
            Level = level,
            UnderPressure = outcomes.TrueForAll(outcome => outcome.Table is { HasBeenFull: true }),
            DurationSeconds = cell.Scenario.Duration.TotalSeconds,
            Groups =
            [
                .. cell.Scenario.Flows.Select(group => new GroupFacts(
                    group.Name, PeerOf(group), reopened.Count(name => name == group.Name), remade.Count(name => name == group.Name))),
            ],
            Map = target.Translates ? MapOf(outcomes) : null,
            Pressure = PressureSummary.From(
                [.. cell.Scenario.Pressure.Select(group => group.Name)],
                [.. outcomes.Select(outcome => outcome.Newcomers)],
                [.. outcomes.Select(LossesBySecond)],
                level),
            RoundTripSeconds = cell.Scenario.Links.RoundTrip / 1e9,
            Packets = outcomes.Sum(outcome => outcome.Packets),
            WallSeconds = repetitions.Sum(one => one.Seconds),
            Trace = TraceOf(outcomes),
        };
    }

    /// <summary>The law is about churn in a table of our own that evicts.</summary>
    private static long? LawOf(Cell cell, ITarget target) =>
        target.Translates && target.Name is "csharp" or "ebpf" && cell.Scenario is { Pressure.Count: > 0, Nat.Variant: not "refuse-new" }
            ? CliffLaw.EntriesFor(cell.Scenario) : null;

    /// <summary>Zeros where no repetition came to a report of its table.</summary>
    private static MapCounters MapOf(List<RunOutcome> outcomes)
    {
        TableCounters[] tables = [.. outcomes.Select(outcome => outcome.Table ?? default)];
        return new MapCounters(
            tables.Sum(table => table.Evictions),
            tables.Sum(table => table.RestoredReverse),
            tables.Sum(table => table.RestoredOriginal),
            tables.Sum(table => table.AllocationFailures));
    }

    private static IReadOnlyList<NewcomerLosses> LossesBySecond(RunOutcome outcome) =>
        [.. outcome.TableBySecond.Zip(outcome.TableBySecond.Skip(1), (before, after) => after.Newcomers - before.Newcomers)];

    /// <summary>The hashes of the repetitions, one after the other; null if the world has none.</summary>
    private static string? TraceOf(List<RunOutcome> outcomes) => outcomes.TrueForAll(outcome => outcome.Trace is not null)
        ? string.Join(' ', outcomes.Select(outcome => outcome.Trace!.Value.ToString("x16", CultureInfo.InvariantCulture)))
        : null;

    /// <summary>What the group's UDP servers make of a changed port; null where it has none, or where its shapes differ.</summary>
    private static string? PeerOf(FlowGroup group)
    {
        bool[] kinds = [
            .. group.Shapes.Where(shape => shape.Plan.Transport == Transport.Udp).Select(shape => shape.Plan.Roaming).Distinct()];
        return kinds is [bool roaming] ? roaming ? "roaming" : "strict" : null;
    }
}
