namespace Chaos.Scenarios.Tests;

public sealed class LayerTests
{
    [Fact]
    public void The_environment_lies_above_the_file_and_set_above_the_environment()
    {
        Dictionary<string, string> environment = new()
        {
            ["CHAOS_SCENARIO__duration"] = "20s",
            ["CHAOS_SCENARIO__nat__map__size"] = "1000",
            ["CHAOS_SCENARIO__flows__feeds__count"] = "6",
            ["PATH"] = "/bin",
        };

        LoadResult result = ScenarioLoader.LoadText(Given.Small, Given.File, ["mapSize=2000", "mapSize=3000"], environment);

        Scenario scenario = result.Plan!.Scenario;
        Assert.Equal((TimeSpan.FromSeconds(20), 3000, 6), (scenario.Duration, scenario.Nat.Map.Size, scenario.Flows[0].Count));
    }

    [Theory]
    [InlineData("duration", "`duration` has no value; write path=value, for example duration=10s")]
    [InlineData("", "`` has no value; write path=value, for example duration=10s")]
    [InlineData("=5", "``: unknown path; there is no `` here, known here:")]
    [InlineData("duraton=5s", "`duraton`: unknown path; there is no `duraton` here, did you mean `duration`?")]
    [InlineData("flows.feeds.cuont=5", "`flows.feeds.cuont`: unknown path; there is no `cuont` here, did you mean `count`?")]
    [InlineData("flows.feeds.name=x", "`flows.feeds.name`: only the file can say this, since paths are made of it")]
    [InlineData("flows.0.count=5", "`flows.0.count`: unknown path; there is no `0` here, known here: feeds")]
    [InlineData("pressure.dns.rate=5/s", "`pressure.dns.rate`: unknown path; there is no `dns` here, there is none here")]
    [InlineData("duration.x=5", "`duration.x`: unknown path; there is no `x` here")]
    [InlineData("duration=5", "`duration`: `5` has no unit; a duration takes ns, us, ms, s, m or h")]
    [InlineData("duration=", "`duration`: `` is not a duration")]
    [InlineData("expect.0.survival=5%", "`expect.0.survival`: unknown path")]
    [InlineData("seed=-1", "`seed`: `-1` is out of range; allowed is 0 to 18446744073709551615")]
    public void A_wrong_set_is_a_mistake_of_the_layer(string set, string reason)
    {
        LoadResult result = Given.Load(Given.Small, set);

        Mistake mistake = Assert.Single(result.Mistakes);
        Assert.Equal(("--set", 0, 0), (mistake.File, mistake.Line, mistake.Column));
        Assert.StartsWith(reason, mistake.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_variable_is_a_mistake_with_its_name()
    {
        Dictionary<string, string> environment = new() { ["CHAOS_SCENARIO__nat__map__sise"] = "1", ["CHAOS_SCENARIO__clients"] = "65" };

        LoadResult result = ScenarioLoader.LoadText(Given.Small, Given.File, [], environment);

        Assert.Equal(
            [
                "CHAOS_SCENARIO__nat__map__sise: `nat.map.sise`: unknown path; there is no `sise` here, did you mean `size`?",
                "CHAOS_SCENARIO__clients: `clients`: `65` is out of range; allowed is 1 to 64",
            ],
            result.Mistakes.Select(mistake => mistake.ToString()));
    }

    [Fact]
    public void A_layer_mends_a_wrong_value_of_the_file()
    {
        ScenarioPlan plan = Given.Plan(Given.Small.Replace("10s", "10", StringComparison.Ordinal), "duration=10s");

        Assert.Equal(TimeSpan.FromSeconds(10), plan.Scenario.Duration);
    }

    [Fact]
    public void Setting_an_axis_of_the_matrix_is_refused_as_it_would_do_nothing()
    {
        string[] mistakes = Given.Mistakes(Given.Small + "matrix: { mapSize: [1024, 2048] }", "nat.map.size=4096");

        Assert.Equal(
            [
                "--set: `mapSize` is an axis of the matrix, which gives it its values; choose cells (--only), or replace the axis "
                + "(--axis mapSize=...), instead of setting it"
            ],
            mistakes);
    }

    [Fact]
    public void Mistakes_of_the_file_come_first_and_by_position()
    {
        LoadResult result = ScenarioLoader.LoadText(
            Given.Small.Replace("duration: 10s", "duration: 10", StringComparison.Ordinal) + "clints: 5\nseed: -1\n",
            Given.File,
            ["servers=0"],
            new Dictionary<string, string> { ["CHAOS_SCENARIO__roomy"] = "maybe" });

        Assert.Equal(
            [(Given.File, 3, 11), (Given.File, 6, 1), (Given.File, 7, 7), ("--set", 0, 0), ("CHAOS_SCENARIO__roomy", 0, 0)],
            result.Mistakes.Select(mistake => (mistake.File, mistake.Line, mistake.Column)));
    }
}
