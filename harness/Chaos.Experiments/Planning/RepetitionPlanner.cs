using Chaos.Model;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Worlds;

namespace Chaos.Experiments.Planning;

/// <summary>Scenario in, traffic plan out. Two cells that differ only in their NAT get the same traffic.</summary>
public static class RepetitionPlanner
{
    /// <summary>First listening port of a server; the others follow.</summary>
    private const ushort FirstServerPort = 8080;

    /// <summary>What the last deadline needs beyond itself, besides the way of the answer: the pace of the polls.</summary>
    private static readonly long TailMargin = 10 * RunPhases.PollInterval;

    /// <param name="cell">The point of the matrix.</param>
    /// <param name="repetition">From 1.</param>
    public static RepetitionPlan Plan(Cell cell, int repetition)
    {
        Scenario scenario = cell.Scenario;
        ulong seed = Seeds.OfRepetition(scenario.Seed, repetition);
        ushort[] shared = [.. Enumerable.Range(0, scenario.PortsPerServer).Select(port => (ushort)(FirstServerPort + port))];
        ushort[] serverPorts =
        [
            .. shared.Concat(scenario.Flows.Select(group => group.Port).OfType<ushort>())
                .Concat(scenario.Pressure.SelectMany(pressure => pressure.ServerPorts ?? [])).Distinct(),
        ];
        TrafficPlan traffic = new()
        {
            Groups = [.. scenario.Flows.SelectMany(group => group.Shapes).Select(shape => shape.Plan)],
            Flows = new Population(scenario, shared, seed).Draw(),
            Pressure =
            [
                .. scenario.Pressure.Select(pressure => pressure with
                {
                    Seed = Seeds.Of(seed, $"pressure/{pressure.Name}"),
                    // A group without a port of its own keeps off those of the others.
                    ServerPorts = pressure.ServerPorts ?? (serverPorts.Length > shared.Length ? shared : null),
                }),
            ],
            Clients = scenario.Clients,
            Servers = scenario.Servers,
            ServerPorts = serverPorts,
            SourcePortMinimum = scenario.SourcePorts.Minimum,
            SourcePortMaximum = scenario.SourcePorts.Maximum,
        };
        Dictionary<string, IReadOnlySet<int>> flowsOfGroup = traffic.Flows.GroupBy(flow => traffic.Groups[flow.Group].Name)
            .ToDictionary(group => group.Key, group => (IReadOnlySet<int>)group.Select(flow => flow.Number).ToHashSet());
        return new RepetitionPlan(cell, repetition, seed, new RunPlan
        {
            Name = scenario.Name,
            Topology = scenario.Topology,
            Traffic = traffic,
            Phases = PlanPhases(scenario),
            Nat = scenario.Nat with { Seed = Seeds.Of(seed, "nat") },
            Links = new LinkPlan(scenario.Links, Seeds.Of(seed, "links")),
            Faults = new FaultPlanner(scenario, seed, flowsOfGroup).Plan(),
            EndOfFaults = Nanoseconds.Of(scenario.EndOfFaults),
            SpreadsOverCpus = scenario.Rss,
        });
    }

    /// <summary>How long the churn needs to fill the map once, if every new flow makes two entries; zero without pressure.</summary>
    public static TimeSpan ExpectedFillTime(Scenario scenario)
    {
        if (scenario.Pressure.Count == 0) return TimeSpan.Zero;
        RateShape[] rates = [.. scenario.Pressure.Select(pressure => pressure.Rate)];
        double Entries(double time) => 2 * rates.Sum(rate => rate.StartedBy(time));
        // Rates never are negative, so the entries only grow: double, then halve.
        double early = 0, late = 1e9;
        while (Entries(late) < scenario.Nat.Map.Size) (early, late) = (late, 2 * late);
        for (int step = 0; step < 50; step++)
        {
            double middle = (early + late) / 2;
            if (Entries(middle) < scenario.Nat.Map.Size) early = middle;
            else late = middle;
        }

        return TimeSpan.FromSeconds(late / 1e9);
    }

    /// <summary>The phases of a repetition; they are the same in each.</summary>
    public static RunPhases PlanPhases(Scenario scenario)
    {
        TimeSpan fill = ExpectedFillTime(scenario);
        return new RunPhases(
            OpenUntil: Nanoseconds.Of(scenario.Flows.Max(group => group.OpenOver)) + RunPhases.Settle,
            WarmUp: scenario.WarmUp.Kind switch
            {
                WarmUpKind.UntilFull => null,
                WarmUpKind.None => 0,
                _ => Nanoseconds.Of(scenario.WarmUp.Length),
            },
            ExpectedFill: Nanoseconds.Of(fill),
            WarmUpLimit: Nanoseconds.Of(2 * fill + TimeSpan.FromSeconds(10)),
            Duration: Nanoseconds.Of(scenario.Duration),
            Tail: Math.Max(
                scenario.Flows.Max(group => group.Shapes.Max(shape => shape.Plan.LongestDeadline)),
                scenario.Pressure.Any(pressure => pressure.IsObserved) ? PressurePlan.Timeout : 0)
                + TailMargin + scenario.Links.LongestRoundTrip);
    }
}
