using Chaos.Experiments.Planning;
using Chaos.Experiments.Running;
using Chaos.Model;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Survival;
using Chaos.Targets;
using Chaos.Worlds;

namespace Chaos.Experiments.Tests;

/// <summary>Groups with servers and ports of their own, and the control arm of a simulation.</summary>
public sealed class PlaceRunTests
{
    private const string Two = """
        version: 1
        name: places
        duration: 2s
        repetitions: 1
        warmUp: none
        servers: 4
        flows:
          - { name: web, protocol: tcp, count: 40, openOver: 200ms, clientEvery: 200ms, reply: true, patience: 1s, servers: [0..1], port: 443 }
          - { name: rest, protocol: udp, count: 40, openOver: 200ms, serverEvery: 200ms, patience: 1s }
        pressure:
          - { name: dns, protocol: udp, rate: 100/s, servers: 3, port: 53 }
          - { name: other, protocol: udp, rate: 100/s }

        """;

    [Fact]
    public void Each_group_keeps_to_its_servers_and_ports_and_the_others_stay_as_they_were()
    {
        RunPlan plan = RepetitionPlanner.Plan(Plan(Two).Cells[0], 1).Run;
        RunPlan without = RepetitionPlanner.Plan(
            Plan(Two.Replace(", servers: [0..1], port: 443", "", StringComparison.Ordinal)
                .Replace(", servers: 3, port: 53", "", StringComparison.Ordinal)).Cells[0], 1).Run;

        Assert.Equal([8080, 443, 53], plan.Traffic.ServerPorts);
        FlowPlan[] web = [.. plan.Traffic.Flows.Where(flow => flow.Name.StartsWith("web", StringComparison.Ordinal))];
        Assert.All(web, flow => Assert.Equal((443, true), (flow.ServerPort, flow.Server <= 1)));
        Assert.Equal([0, 1], web.Select(flow => flow.Server).Distinct().Order());
        Assert.Equal([53], plan.Traffic.Pressure[0].ServerPorts!);
        Assert.Equal([8080], plan.Traffic.Pressure[1].ServerPorts!);
        Assert.Null(without.Traffic.Pressure[1].ServerPorts);
        Assert.Equal(
            without.Traffic.Flows.Where(flow => flow.Name.StartsWith("rest", StringComparison.Ordinal)),
            plan.Traffic.Flows.Where(flow => flow.Name.StartsWith("rest", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task They_run_and_live()
    {
        ExperimentResult result = await Experiment.FromText(Two).RunAsync(cancellation: TestContext.Current.CancellationToken);

        Assert.All(result.Flows, flow => Assert.Equal(FlowState.Survived, flow.State));
        Assert.True(result.Results.Cells[0].Pressure!.Answered > 300);
    }

    [Fact]
    public async Task Links_that_kill_without_a_nat_make_the_verdict_unknown()
    {
        string lossy = Two + """
            links: { nodeToServer: { loss: 60% } }
            matrix: { variant: [baseline, cilium-1.18] }
            expect: [{ survival: ">= 0%" }]

            """;

        ExperimentResult result = await Experiment.FromText(lossy).RunAsync(cancellation: TestContext.Current.CancellationToken);
        ExperimentResult off = await Experiment.FromText("control: off\n" + lossy).RunAsync(
            cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(CellResult.ControlId, result.Results.Cells[0].Id);
        Assert.Equal(3, result.Results.Cells.Count);
        Assert.Equal(Verdict.Unknown, result.Verdict);
        Assert.Contains("the links or faults kill without a NAT", Assert.Single(result.Results.Invalid), StringComparison.Ordinal);
        Assert.Equal(result.Flows.Where(flow => flow.Cell != CellResult.ControlId), off.Flows);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("links: { rtt: 100ms }", 0)]
    [InlineData("links: { rtt: 1500ms }", 1)]
    [InlineData("links: { clientToNode: { loss: 1% } }", 1)]
    [InlineData("faults: [{ at: 1s, evict: { half: both, count: 1 } }]", 0)]
    [InlineData("faults: [{ at: 1s, for: 100ms, restart: { map: lost } }]", 1)]
    [InlineData("faults: [{ at: 1s, for: 100ms, loss: { share: 1% } }]", 1)]
    [InlineData("links: { clientToNode: { loss: 1% } }\nnat: { target: none }", 0)]
    public void A_simulation_has_a_control_arm_where_links_or_faults_could_kill(string more, int arms) =>
        Assert.Equal(arms, ControlArm.PlanSimulated(Plan(Two + more).Cells, TargetCatalog.BuiltIn).Count());

    private static ScenarioPlan Plan(string text)
    {
        LoadResult loaded = ScenarioLoader.LoadText(text, "places.yaml", [], null);
        Assert.Empty(loaded.Mistakes);
        return loaded.Plan!;
    }
}
