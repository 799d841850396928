using System.Globalization;
using Chaos.Containers.Topologies;
using Chaos.Scenarios;
using Chaos.Traffic;

namespace Chaos.Harness.Planning;

/// <summary>What a run of a scenario will take. Seconds are those of the scenario's own clock.</summary>
public sealed record RunEstimate(
    string Scenario, string Backend, IReadOnlyList<ulong> RepetitionSeeds, string Images, string Privileges, string Containers, double Seconds, IReadOnlyList<CellEstimate> Cells)
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
            docker ? "a container engine; NET_RAW for the NAT node, NET_ADMIN for the control arm's, nothing for the endpoints" : "nothing but the .NET SDK",
            docker ? Describe(plan) : "none",
            repetitions * (cells.Sum(cell => cell.Seconds + overhead) + control),
            cells);
    }

    /// <summary>What runs at a time, in the cell that takes most.</summary>
    private static string Describe(ScenarioPlan plan)
    {
        Scenario largest = plan.Cells.Select(cell => cell.Scenario).MaxBy(scenario => scenario.Flows.Sum(group => group.Count) / scenario.Clients)!;
        int flows = largest.Flows.Sum(group => group.Count);
        int clients = ClientProcess.Spread(Enumerable.Range(0, largest.Clients).Select(client => (flows - client + largest.Clients - 1) / largest.Clients)).Count;
        string spread = clients > largest.Clients
            ? string.Create(CultureInfo.InvariantCulture, $" for {largest.Clients} hosts, since a process may hold 20,000 descriptors and so gets at most {ClientProcess.FlowsPerProcess:N0} flows")
            : "";
        return $"1 node, {clients} clients{spread}, {largest.Servers} servers";
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
