using Chaos.Harness.Planning;
using Chaos.Scenarios;
using Chaos.Traffic;

namespace Chaos.Harness.Tests;

public sealed class PlanningTests
{
    [Fact]
    public void Cells_that_differ_only_in_their_nat_get_the_same_traffic()
    {
        ScenarioPlan plan = TestScenarios.Load();

        RepetitionPlan[] plans = [.. plan.Cells.Select(cell => RepetitionPlanner.Plan(cell, 1))];

        Assert.All(plans, other => Assert.Equal(plans[0].Traffic.Flows, other.Traffic.Flows));
        Assert.All(plans, other => Assert.Equal(plans[0].Traffic.Pressure, other.Traffic.Pressure));
    }

    [Fact]
    public void Another_repetition_or_seed_draws_other_flows()
    {
        Cell cell = TestScenarios.Load().Cells[0], other = TestScenarios.Load("", "seed=43").Cells[0];

        IReadOnlyList<FlowPlan> flows = RepetitionPlanner.Plan(cell, 1).Traffic.Flows;

        Assert.NotEqual(flows, RepetitionPlanner.Plan(cell, 2).Traffic.Flows);
        Assert.NotEqual(flows, RepetitionPlanner.Plan(other, 1).Traffic.Flows);
    }

    [Fact]
    public void A_group_more_shifts_no_flow_of_another_group_but_its_ports_and_places()
    {
        static IEnumerable<(string, long, int, ulong)> Drawn(ScenarioPlan plan) => RepetitionPlanner.Plan(plan.Cells[0], 1).Traffic.Flows
            .Where(flow => flow.Name.StartsWith("feeds", StringComparison.Ordinal)).Select(flow => (flow.Name, flow.OpenAt, flow.PayloadBytes, flow.Seed));

        Assert.Equal(Drawn(TestScenarios.Load()), Drawn(TestScenarios.Load("", "flows.senders.count=5")));
    }

    [Fact]
    public void Flows_keep_to_what_the_scenario_allows()
    {
        ScenarioPlan plan = TestScenarios.Load("", "flows.feeds.count=5000", "portsPerServer=3");

        TrafficPlan traffic = RepetitionPlanner.Plan(plan.Cells[0], 1).Traffic;

        Assert.Equal(5020, traffic.Flows.Count);
        Assert.Equal(Enumerable.Range(0, 5020), traffic.Flows.Select(flow => flow.Number));
        Assert.Equal(5020, traffic.Flows.Select(flow => (flow.Client, flow.SourcePort)).Distinct().Count());
        Assert.All(traffic.Flows, flow => Assert.InRange(flow.SourcePort, 32768, 60999));
        Assert.All(traffic.Flows, flow => Assert.InRange(flow.PayloadBytes, 64, 256));
        Assert.All(traffic.Flows, flow => Assert.InRange(flow.OpenAt, 0, 499_999_999));
        Assert.Equal([8080, 8081, 8082], traffic.Flows.Select(flow => (int)flow.ServerPort).Distinct().Order());
    }

    [Fact]
    public void The_tail_is_as_long_as_the_longest_deadline()
    {
        RunPhases phases = RepetitionPlanner.Plan(TestScenarios.Load().Cells[0], 1).Phases;

        // 2 s of silence, 20 % jitter, 1 s of patience; and a little for the way.
        Assert.InRange(phases.Tail, 3_400_000_000, 3_600_000_000);
        Assert.Equal(750_000_000, phases.OpenUntil);
    }
}
