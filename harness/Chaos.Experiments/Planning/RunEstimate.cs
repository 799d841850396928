using Chaos.Experiments.Worlds;
using Chaos.Model;
using Chaos.Scenarios;

namespace Chaos.Experiments.Planning;

/// <summary>What a run of a scenario will take. Seconds are those of the scenario's own clock.</summary>
public sealed record RunEstimate(
    string Scenario, string Backend, IReadOnlyList<ulong> RepetitionSeeds, string Images, string Privileges, string Containers,
    double Seconds, IReadOnlyList<CellEstimate> Cells)
{
    public static RunEstimate Of(ScenarioPlan plan, WorldKind world)
    {
        int repetitions = plan.Scenario.Repetitions;
        List<CellEstimate> cells = [.. plan.Cells.Select(cell => CellEstimate.Of(cell.Id, cell.Scenario))];
        Footprint footprint = world.FootprintOf(plan);
        double control = world.IsReal && plan.Scenario.Control ? cells.Max(cell => cell.Seconds) + footprint.OverheadSeconds : 0;
        return new RunEstimate(
            plan.Scenario.Name,
            world.Name,
            [.. Enumerable.Range(1, repetitions).Select(repetition => Seeds.OfRepetition(plan.Scenario.Seed, repetition))],
            footprint.Images,
            footprint.Privileges,
            footprint.Containers,
            repetitions * (cells.Sum(cell => cell.Seconds + footprint.OverheadSeconds) + control),
            cells);
    }
}

/// <summary>One repetition of one cell.</summary>
public sealed record CellEstimate(string Id, int Flows, double WarmUpSeconds, double Seconds, double RoundTripSeconds)
{
    internal static CellEstimate Of(string id, Scenario scenario)
    {
        RunPhases phases = RepetitionPlanner.PlanPhases(scenario);
        double warmUp = phases.WarmUp is { } length ? ToSeconds(length) : RepetitionPlanner.ExpectedFillTime(scenario).TotalSeconds;
        return new CellEstimate(
            id, scenario.Flows.Sum(group => group.Count), warmUp, ToSeconds(phases.OpenUntil + phases.Duration + phases.Tail) + warmUp,
            ToSeconds(scenario.Links.RoundTrip));

        static double ToSeconds(long nanoseconds) => nanoseconds / 1e9;
    }
}
