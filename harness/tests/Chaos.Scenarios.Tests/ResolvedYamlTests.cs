namespace Chaos.Scenarios.Tests;

public sealed class ResolvedYamlTests
{
    public static TheoryData<string, string[]> Scenarios => new()
    {
        { Given.Small, [] },
        {
            Given.Small,
            ["duration=90m", "nat.map.batch=fixed-128", "flows.feeds.serverEvery=never", "flows.feeds.clientEvery=1.5s", "name=true"]
        },
        { Given.Full, [] },
        { Given.Full, ["seed=0", "pressure.dns.rate=0.25/s", "faults.0.evict.count=3", "faults.1.evict.group=web", "warmUp=none"] },
        { Given.Small + "pressure: []\nfaults: [{ at: 1ms, evict: { half: original, count: 0% } }]\n", [] },
        {
            Given.Small.Replace("count: 5, ", "", StringComparison.Ordinal)
                + "matrix: { flows.feeds.count: [3, 9], nat.unmatched: ['punt', \"drop\"] }",
            ["clients=1"]
        },
        { Given.Small, ["question=# [not] {a} & *comment: 'x' \"y\" \\ | > %", "name=-"] },
        {
            Given.Small.Replace("count: 5", "count: 5, profile: voip", StringComparison.Ordinal)
                + "matrix: { flows.feeds.profile: [dns, voip] }",
            []
        },
        { Given.Small, ["question=null"] },
        { Given.Small, ["question=\u00e9\u4e2d\U0001F600\u2028\u0085 \t x"] },
        { Given.Small, ["question=" + new string('w', 999)] },
        { Given.Small, ["question=" + string.Join(' ', Enumerable.Repeat("word:", 150))] },
    };

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void The_resolved_text_loads_to_an_equal_plan_without_the_layers(string text, string[] sets)
    {
        Dictionary<string, string> environment = new()
        {
            ["CHAOS_SCENARIO__repetitions"] = "11",
            ["CHAOS_SCENARIO__nat__map__lru"] = "common",
        };
        ScenarioPlan? plan = ScenarioLoader.LoadText(text, Given.File, sets, environment).Plan;

        ScenarioPlan again = Given.Plan(plan!.ResolvedYaml);

        Assert.Equal(11, plan.Scenario.Repetitions);
        Assert.Equal(Given.Show(plan), Given.Show(again));
    }

    [Fact]
    public void The_resolved_text_names_every_default()
    {
        string resolved = Given.Plan(Given.Small).ResolvedYaml;

        Assert.StartsWith("version: 1\nname: small\nquestion: \"\"\ntopology: egress\nclients: 4\n", resolved, StringComparison.Ordinal);
        Assert.Contains("\n  variant: cilium-1.19\n", resolved, StringComparison.Ordinal);
        Assert.EndsWith("\npressure: []\n", resolved, StringComparison.Ordinal);
    }
}
