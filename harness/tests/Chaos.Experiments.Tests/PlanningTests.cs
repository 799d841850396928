using Chaos.Experiments.Planning;
using Chaos.Model;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;

namespace Chaos.Experiments.Tests;

public sealed class PlanningTests
{
    [Fact]
    public void Cells_that_differ_only_in_their_nat_get_the_same_traffic()
    {
        ScenarioPlan plan = TestScenarios.Load();

        RepetitionPlan[] plans = [.. plan.Cells.Select(cell => RepetitionPlanner.Plan(cell, 1))];

        Assert.All(plans, other => Assert.Equal(plans[0].Run.Traffic.Flows, other.Run.Traffic.Flows));
        Assert.All(plans, other => Assert.Equal(plans[0].Run.Traffic.Pressure, other.Run.Traffic.Pressure));
    }

    [Fact]
    public void Another_repetition_or_seed_draws_other_flows()
    {
        Cell cell = TestScenarios.Load().Cells[0], other = TestScenarios.Load("", "seed=43").Cells[0];

        IReadOnlyList<FlowPlan> flows = RepetitionPlanner.Plan(cell, 1).Run.Traffic.Flows;

        Assert.NotEqual(flows, RepetitionPlanner.Plan(cell, 2).Run.Traffic.Flows);
        Assert.NotEqual(flows, RepetitionPlanner.Plan(other, 1).Run.Traffic.Flows);
    }

    [Fact]
    public void A_group_more_shifts_no_flow_of_another_group_but_its_ports_and_places()
    {
        static IEnumerable<(string, long, int, ulong)> Drawn(ScenarioPlan plan) =>
            RepetitionPlanner.Plan(plan.Cells[0], 1).Run.Traffic.Flows
            .Where(flow => flow.Name.StartsWith("feeds", StringComparison.Ordinal)).Select(
                flow => (flow.Name, flow.OpenAt, flow.PayloadBytes, flow.Seed));

        Assert.Equal(Drawn(TestScenarios.Load()), Drawn(TestScenarios.Load("", "flows.senders.count=5")));
    }

    [Fact]
    public void Flows_keep_to_what_the_scenario_allows()
    {
        ScenarioPlan plan = TestScenarios.Load("", "flows.feeds.count=5000", "portsPerServer=3");

        TrafficPlan traffic = RepetitionPlanner.Plan(plan.Cells[0], 1).Run.Traffic;

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
        RunPhases phases = RepetitionPlanner.Plan(TestScenarios.Load().Cells[0], 1).Run.Phases;

        // 2 s of silence, 20 % jitter, 1 s of patience; and a little for the way.
        Assert.InRange(phases.Tail, 3_400_000_000, 3_600_000_000);
        Assert.Equal(750_000_000, phases.OpenUntil);
    }

    [Fact]
    public void A_mix_is_drawn_by_weight_and_each_flow_has_a_period_of_its_own()
    {
        ScenarioPlan plan = TestScenarios.LoadText(
            """
            version: 1
            name: mixed
            duration: 5s
            flows:
              - { name: mixed, count: 8000, mix: { voip: 1, metrics-sender: 3 } }
              - { name: plain, protocol: udp, count: 1, clientEvery: 1s }
            """);

        TrafficPlan traffic = RepetitionPlanner.Plan(plan.Cells[0], 1).Run.Traffic;

        Assert.Equal(["mixed", "mixed", "plain"], traffic.Groups.Select(group => group.Name));
        FlowPlan[] voip = [.. traffic.Flows.Where(flow => flow.Group == 0)], metrics = [.. traffic.Flows.Where(flow => flow.Group == 1)];
        Assert.InRange(voip.Length, 1850, 2150);
        Assert.All(voip, flow => Assert.Equal(20_000_000, traffic.Groups[0].Period(flow, Side.Client)));
        double[] seconds = [.. metrics.Select(flow => traffic.Groups[1].Period(flow, Side.Client) / 1e9).Order()];
        // A quarter between each two of 1, 5, 10, 15 and 60 s.
        Assert.InRange(seconds[0], 1, 1.1);
        Assert.InRange(seconds[seconds.Length / 4], 4.5, 5.5);
        Assert.InRange(seconds[seconds.Length / 2], 9.5, 10.5);
        Assert.InRange(seconds[3 * seconds.Length / 4], 14, 18);
        Assert.InRange(seconds[^1], 59, 60);
        Assert.Equal(("plain-0", 2), (traffic.Flows[8000].Name, traffic.Flows[8000].Group));
    }

    [Fact]
    public void The_time_to_fill_the_map_follows_a_ramp()
    {
        ScenarioPlan plan = TestScenarios.Load(
            "", "nat.ports=1024-65535", "pressure.dns.rate=100/s", "pressure.dns.ramp.to=300/s", "pressure.dns.ramp.over=10s");

        // 2 (100 t + 10 t^2) = 512 and 8192.
        Assert.Equal(2.1134, RepetitionPlanner.ExpectedFillTime(plan.Cells[0].Scenario).TotalSeconds, 1e-3);
        Assert.Equal(10 + (4096 - 2000) / 300.0, RepetitionPlanner.ExpectedFillTime(plan.Cells[2].Scenario).TotalSeconds, 1e-3);
    }
}
