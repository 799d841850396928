using Chaos.Experiments.Planning;
using Chaos.Experiments.Tails;
using Chaos.Model;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Worlds;

namespace Chaos.Experiments.Running;

/// <summary>A repetition that is done: what its cell needs of it. Its flows are counted, its rows are wherever they were kept.</summary>
/// <param name="Facts">What the rows do not tell.</param>
/// <param name="Tally">Its flows, counted.</param>
/// <param name="Rows">Empty where rows are not kept.</param>
internal sealed record RepetitionRun(RepetitionFacts Facts, RepetitionTally Tally, IRepetitionRows Rows)
{
    /// <param name="plan">What ran.</param>
    /// <param name="outcome">What it left behind.</param>
    /// <param name="tail">How deaths of the tail are judged.</param>
    /// <param name="backend">The name of its world.</param>
    /// <param name="seconds">That it took.</param>
    /// <param name="keeper">Takes the rows.</param>
    /// <exception cref="StorageException">The rows cannot be written.</exception>
    public static RepetitionRun Of(
        RepetitionPlan plan, RunOutcome outcome, TailRule tail, string backend, double seconds, IRepetitionKeeper keeper)
    {
        History history = new(plan, outcome, tail);
        RepetitionTally tally = TallyOf(plan.Cell.Scenario);
        RepetitionFacts facts = new()
        {
            Cell = plan.Cell.Id,
            Repetition = plan.Repetition,
            Backend = backend,
            Seconds = seconds,
            Reopened = history.Reopened().CountBy(group => group).ToDictionary(),
            LostAndRemade = history.LostAndRemade().CountBy(group => group).ToDictionary(),
            Table = outcome.Table,
            LossesBySecond = LossesOf(outcome.TableBySecond),
            Newcomers = outcome.Newcomers,
            Packets = outcome.Packets,
            Trace = outcome.Trace,
            Invalidations = outcome.Invalidations,
        };
        IRepetitionRows rows = keeper.Keep(
            plan.Cell, facts,
            history.Flows().Select(flow =>
            {
                tally.Add(flow);
                return flow;
            }),
            history.Events(), TableSeries.Of(plan.Cell, plan.Repetition, outcome.TableBySecond));
        return new RepetitionRun(facts, tally, rows);
    }

    /// <summary>A repetition of an earlier run of the cell, or of a part: its flows are counted again.</summary>
    public static RepetitionRun Of(Scenario scenario, RepetitionFile file)
    {
        RepetitionTally tally = TallyOf(scenario);
        foreach (FlowRecord flow in file.Flows()) tally.Add(flow);
        return new RepetitionRun(file.Facts, tally, file);
    }

    private static RepetitionTally TallyOf(Scenario scenario) =>
        new(scenario.Flows.Select(group => group.Name), scenario.Duration.TotalSeconds);

    private static NewcomerLosses[] LossesOf(IReadOnlyList<TableCounters> bySecond) =>
        [.. bySecond.Zip(bySecond.Skip(1), (before, after) => after.Newcomers - before.Newcomers)];
}
