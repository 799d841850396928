using System.Globalization;
using Chaos.Experiments.Planning;
using Chaos.Model;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Targets;
using Chaos.Worlds;

namespace Chaos.Experiments.Running;

/// <summary>Runs all repetitions of one cell; their attachments go to the folder, if there is one.</summary>
internal sealed class CellRunner(IWorld world, RunFolder? folder, TimeProvider time)
{
    /// <param name="cell">The point of the matrix, or the control arm's stand-in.</param>
    /// <param name="target">What is between the hosts.</param>
    /// <param name="cancellation">Stops the repetition in progress.</param>
    public async Task<CellRun> RunAsync(Cell cell, ITarget target, CancellationToken cancellation)
    {
        long started = time.GetTimestamp();
        List<FlowRecord> flows = [];
        List<RunEvent> events = [];
        List<string> invalidations = [], reopened = [], remade = [];
        List<RunOutcome> outcomes = [];
        for (int repetition = 1; repetition <= cell.Scenario.Repetitions; repetition++)
        {
            RepetitionPlan plan = RepetitionPlanner.Plan(cell, repetition);
            RunOutcome outcome = await Runner.RunAsync(world, plan.Run, target, cancellation);
            foreach (RunAttachment attachment in outcome.Attachments) folder?.WriteAttachment(cell.Id, repetition, attachment);
            outcome = outcome with { Invalidations = [.. outcome.Invalidations, .. Invalidations.Of(plan.Run, outcome)] };
            History history = new(plan, outcome);
            flows.AddRange(history.Flows());
            events.AddRange(history.Events());
            reopened.AddRange(history.Reopened());
            remade.AddRange(history.LostAndRemade());
            invalidations.AddRange(outcome.Invalidations.Select(reason => $"{cell.Id}, repetition {plan.Repetition}: {reason}"));
            outcomes.Add(outcome);
        }

        CellFacts facts = Facts(cell, target, outcomes, reopened, remade) with { WallSeconds = time.GetElapsedTime(started).TotalSeconds };
        return new CellRun(CellSummary.From(facts, flows), flows, events, invalidations);
    }

    /// <param name="cell">The point of the matrix.</param>
    /// <param name="target">What was between the hosts.</param>
    /// <param name="outcomes">Of each repetition.</param>
    /// <param name="reopened">The group of each later life.</param>
    /// <param name="remade">The group of each survivor by luck.</param>
    private static CellFacts Facts(
        Cell cell, ITarget target, List<RunOutcome> outcomes, List<string> reopened, List<string> remade) => new()
        {
            Id = cell.Id,
            Axes = cell.Axes,
            Target = target.Name,
            Repetitions = cell.Scenario.Repetitions,
            UnderPressure = outcomes.All(outcome => outcome.Table is { HasBeenFull: true }),
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
            [.. outcomes.Select(LossesBySecond)]),
            RoundTripSeconds = cell.Scenario.Links.RoundTrip / 1e9,
            Packets = outcomes.Sum(outcome => outcome.Packets),
            WallSeconds = 0,
            Trace = TraceOf(outcomes),
        };

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
