using Chaos.Scenarios;
using Chaos.Traffic;

namespace Chaos.Harness.Planning;

/// <summary>What a run of a scenario will take. Seconds are those of the scenario's own clock.</summary>
public sealed record RunEstimate(
    string Scenario, string Backend, IReadOnlyList<ulong> RepetitionSeeds, string Images, string Privileges, double Seconds, IReadOnlyList<CellEstimate> Cells)
{
    /// <summary>Creating, connecting and removing the containers of one repetition; measured on two cores.</summary>
    private const double ContainerOverheadSeconds = 8;

    public static RunEstimate Of(ScenarioPlan plan, bool docker)
    {
        int repetitions = plan.Scenario.Repetitions;
        List<CellEstimate> cells = [.. plan.Cells.Select(cell => CellEstimate.Of(cell.Id, cell.Scenario))];
        double overhead = docker ? ContainerOverheadSeconds : 0;
        double control = docker && plan.Scenario.Control ? cells.Max(cell => cell.Seconds) + overhead : 0;
        return new RunEstimate(
            plan.Scenario.Name,
            docker ? "docker" : "sim",
            [.. Enumerable.Range(1, repetitions).Select(repetition => Seeds.OfRepetition(plan.Scenario.Seed, repetition))],
            docker ? "chaos-node, chaos-endpoint; built here, nothing is pulled" : "none",
            docker ? "a container engine, /dev/net/tun, NET_ADMIN for the node; nothing for the endpoints" : "nothing but the .NET SDK",
            repetitions * (cells.Sum(cell => cell.Seconds + overhead) + control),
            cells);
    }
}

/// <summary>One repetition of one cell.</summary>
public sealed record CellEstimate(string Id, int Flows, double WarmUpSeconds, double Seconds)
{
    internal static CellEstimate Of(string id, Scenario scenario)
    {
        RunPhases phases = RepetitionPlanner.PlanPhases(scenario);
        double warmUp = phases.WarmUp is { } length ? ToSeconds(length) : RepetitionPlanner.ExpectedFillTime(scenario).TotalSeconds;
        return new CellEstimate(
            id, scenario.Flows.Sum(group => group.Count), warmUp, ToSeconds(phases.OpenUntil + phases.Duration + phases.Tail) + warmUp);

        static double ToSeconds(long nanoseconds) => nanoseconds / 1e9;
    }
}
