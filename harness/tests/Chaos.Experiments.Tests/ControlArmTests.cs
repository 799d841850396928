using Chaos.Experiments.Running;
using Chaos.Scenarios;
using Chaos.Targets;

namespace Chaos.Experiments.Tests;

public sealed class ControlArmTests
{
    [Fact]
    public void Axes_of_the_nat_share_one_control_arm() => Assert.Single(ControlArm.Plan(TestScenarios.Load(), TargetCatalog.BuiltIn));

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

        Assert.Equal(2, ControlArm.Plan(plan, TargetCatalog.BuiltIn).Count);
    }
}
