using Chaos.Experiments.Running;
using Chaos.Model;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Targets;

namespace Chaos.Experiments.Tests;

public sealed class ControlArmTests
{
    [Fact]
    public void Axes_of_the_nat_share_one_control_arm() =>
        Assert.Single(ControlArm.Plan(TestScenarios.Load().Cells, TargetCatalog.BuiltIn));

    [Fact]
    public void Each_distinct_load_has_a_control_arm_of_its_own()
    {
        ScenarioPlan plan = ScenarioLoader.LoadText(
            """
            version: 1
            name: loads
            duration: 5s
            flows:
              - { name: feeds, protocol: udp, count: 20, serverEvery: 1s }
            matrix:
              variant: [baseline, cilium-1.18]
              flows.feeds.serverEvery: [1s, 5s]
            """,
            "loads.yaml", [], null).Plan!;

        Assert.Equal(2, ControlArm.Plan(plan.Cells, TargetCatalog.BuiltIn).Count());
    }

    [Theory]
    [InlineData(10, 20, "the control arm, without any NAT, failed 20 of 1000 newcomers: look at the generator, not at the NAT")]
    [InlineData(10, 5, null)]
    [InlineData(9, 0, "the control arm, without any NAT, lost 1 of 10 flows: look at the generator, not at the NAT")]
    public void A_control_arm_that_loses_a_flow_or_fails_newcomers_voids_the_run(int survived, int failed, string? reason)
    {
        NewcomerCounts counts = new() { Answered = 1000 - failed, Timeout = failed };
        CellResult control = new()
        {
            Id = CellResult.ControlId, Axes = [], Target = "none", Repetitions = 1, UnderPressure = false,
            Flows = new FlowCounts(10, survived, 10 - survived, 0, 0, 0), Survival = new SurvivalEstimate(5, survived / 10.0, null, null),
            Groups = [], Causes = new EnumCounts<DeathCause>(), Mechanisms = new EnumCounts<Mechanism>(), Map = null, Packets = 0,
            WallSeconds = 0, Pressure = PressureSummary.From(["dns"], [[new NewcomerGroup("dns", default, [counts])]], []),
        };

        Assert.Equal(reason, ControlArm.Invalidation(control));
    }
}
