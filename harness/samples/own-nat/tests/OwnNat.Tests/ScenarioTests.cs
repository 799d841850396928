using Chaos.Xunit;

namespace OwnNat.Tests;

/// <summary>Questions as files: one test for each claim.</summary>
public sealed class ScenarioTests
{
    [ChaosScenario("scenarios/feeds.yaml", Targets = typeof(OwnTargets))]
    public Task Flows_that_mostly_receive_live(ScenarioClaim claim) => claim.HoldsAsync();

    [ChaosScenario("scenarios/callers.yaml", Targets = typeof(OwnTargets))]
    public Task Flows_that_mostly_send_live(ScenarioClaim claim) => claim.HoldsAsync();
}
