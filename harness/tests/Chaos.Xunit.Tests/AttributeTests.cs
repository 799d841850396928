namespace Chaos.Xunit.Tests;

/// <summary>Scenarios as tests, as somebody's own test project has them.</summary>
public sealed class AttributeTests
{
    private const string Folder = "harness/tests/Chaos.Xunit.Tests/Scenarios/";

    [ChaosScenario(Folder + "green.yaml")]
    public Task Flows_live_where_nothing_churns(ScenarioClaim claim) => claim.HoldsAsync();

    [ChaosScenario(Folder + "no-expectations.yaml")]
    public Task A_scenario_without_expectations_is_one_test(ScenarioClaim claim) => claim.HoldsAsync();

    [ChaosScenario(Folder + "green.yaml", Targets = typeof(OwnTargets), Set = ["nat.target=mine"], Only = ["mapSize=1024"])]
    public Task A_datapath_of_somebodys_own_is_a_target(ScenarioClaim claim) => claim.HoldsAsync();
}
