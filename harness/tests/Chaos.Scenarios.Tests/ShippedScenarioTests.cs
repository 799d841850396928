namespace Chaos.Scenarios.Tests;

public sealed class ShippedScenarioTests
{
    public static TheoryData<string> Files =>
    [
        .. Directory.EnumerateFiles(Repository.Scenarios, "*.yaml").Order(StringComparer.Ordinal).Select(Path.GetFileName).OfType<string>(),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_shipped_scenario_loads_and_its_resolved_text_means_the_same(string name)
    {
        LoadResult result = ScenarioLoader.Load(Path.Combine(Repository.Scenarios, name), [], null);

        Assert.Empty(result.Mistakes);
        Assert.Equal(Path.GetFileNameWithoutExtension(name), result.Plan!.Scenario.Name);
        Assert.NotEmpty(result.Plan.Scenario.Question);
        Assert.Equal(Given.Show(result.Plan), Given.Show(Given.Plan(result.Plan.ResolvedYaml)));
    }
}
