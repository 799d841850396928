using Chaos.Model;
using Chaos.Nat;
using Chaos.Nat.Maps;
using Chaos.Runs;
using Chaos.Targets;
using Chaos.Targets.Csharp;

namespace Chaos.Experiments.Tests.Tails;

/// <summary>Which rule a run gets, and what it changes where our own NAT knows better.</summary>
public sealed class TailRuleTests
{
    /// <summary>With our own NAT also as a target that names mechanisms but does not tell when it lost a flow.</summary>
    private static readonly TargetCatalog Targets = TargetCatalog.BuiltIn.With(new DatapathTarget(
        "untold", options => NatDatapath.Create(options, new OwnMapEngine()),
        new CsharpTarget().InSimulation.Can & ~Capability.TellLossTimes));

    [Theory]
    [InlineData("", "target")]
    [InlineData("nat: { target: untold }", "endpoints")]
    [InlineData("nat: { target: none }", "endpoints")]
    public async Task A_single_target_that_tells_when_it_lost_a_flow_is_asked_and_any_other_is_not(string more, string rule)
    {
        ExperimentResult result = await RunAsync(Small(more).Only("mapSize=512", "variant=baseline"));

        Assert.Equal(rule, result.Results.TailRule);
    }

    [Fact]
    public async Task Targets_that_are_compared_have_one_rule_also_where_a_part_of_the_run_has_only_one_of_them()
    {
        Experiment both = Experiment.FromText(
            TestScenarios.Text().Replace("matrix:", "matrix:\n  nat.target: [csharp, untold]", StringComparison.Ordinal), targets: Targets);

        ExperimentResult part = await RunAsync(both.Only("nat.target=csharp", "mapSize=512", "variant=baseline"));

        Assert.Equal("endpoints", part.Results.TailRule);
    }

    /// <summary>The full table of the shipped scenarios is in harness/docs/tail.md.</summary>
    [Theory]
    [InlineData("quickstart.yaml", "variant=baseline")]
    [InlineData("storm.yaml", "variant=baseline")]
    [InlineData("server-push.yaml", "variant=evict-pair", "duration=10s", "repetitions=1")]
    [InlineData("reopen.yaml", "mapSize=4200", "repetitions=1")]
    [InlineData("keepalive.yaml", "flows.is-told.keepAlive=30s", "repetitions=1")]
    public async Task The_rule_of_the_endpoints_changes_no_cell_by_more_than_half_a_point(
        string scenario, string only, params string[] sets)
    {
        string file = Repository.Scenario(scenario);

        ExperimentResult told = await RunAsync(Experiment.Load(file, sets, Targets).Only(only));
        ExperimentResult untold = await RunAsync(Experiment.Load(file, [.. sets, "nat.target=untold"], Targets).Only(only));

        Assert.Equal(("target", "endpoints"), (told.Results.TailRule, untold.Results.TailRule));
        Assert.Contains(told.Flows, flow => flow.State == FlowState.Died);
        Assert.Equal(told.Results.Cells.Select(cell => cell.Trace), untold.Results.Cells.Select(cell => cell.Trace));
        Assert.All(
            told.Results.Cells.Zip(untold.Results.Cells),
            pair => Assert.InRange(pair.Second.Survival.Estimate!.Value - pair.First.Survival.Estimate!.Value, -0.005, 0.005));
    }

    private static Experiment Small(string more) => Experiment.FromText(TestScenarios.Text(more), ["repetitions=1"], Targets);

    private static Task<ExperimentResult> RunAsync(Experiment experiment) =>
        experiment.RunAsync(new ExperimentOptions { Jobs = 2 }, TestContext.Current.CancellationToken);
}
