namespace Chaos.Scenarios.Tests;

/// <summary>`--set matrix.PATH=[...]`: an axis of the matrix from above the file.</summary>
public sealed class AxisOverrideTests
{
    private const string Matrix = Given.Small + """
        matrix:
          mapSize: [1024, 2048]
          variant: [baseline, cilium-1.18]
        expect:
          - { where: { mapSize: 1024 }, survival: "<= 100%" }
          - { where: { mapSize: 2048, variant: baseline }, survival: "<= 100%" }
          - { better: cilium-1.18, than: baseline, by: ">= 0pp" }
        """;

    [Theory]
    [InlineData("matrix.mapSize=[4096,8192]")]
    [InlineData("matrix.mapSize=4096, 8192")]
    [InlineData("matrix.nat.map.size=[ 4096 , \"8192\" ]")]
    public void An_axis_is_replaced_in_its_place_under_either_of_its_names(string set)
    {
        ScenarioPlan plan = Given.Plan(Matrix, set);

        Assert.Equal(
            [
                "mapSize=4096,variant=baseline", "mapSize=4096,variant=cilium-1.18", "mapSize=8192,variant=baseline",
                "mapSize=8192,variant=cilium-1.18",
            ],
            plan.Cells.Select(cell => cell.Id));
        Assert.Equal(8192, plan.Cells[^1].Scenario.Nat.Map.Size);
    }

    [Fact]
    public void An_axis_that_the_file_does_not_have_is_added_behind_the_others()
    {
        Assert.Equal("mapSize=1024,variant=baseline,rtt=1ms", Given.Plan(Matrix, "matrix.rtt=[1ms,20ms]").Cells[0].Id);
        Assert.Equal(2, Given.Plan(Given.Small, "matrix.flows.feeds.count=[1,2]").Cells.Count);
    }

    [Fact]
    public void Of_two_for_one_axis_the_last_holds() =>
        Assert.Equal(2, Given.Plan(Matrix, "matrix.mapSize=[1,2,3]", "matrix.mapSize=[4096]").Cells.Count);

    [Fact]
    public void Expectations_about_values_that_are_gone_are_left_out_with_a_note()
    {
        ScenarioPlan sizes = Given.Plan(Matrix, "matrix.mapSize=[2048,8192]");
        ScenarioPlan variants = Given.Plan(Matrix, "matrix.variant=[cilium-1.18]");

        Assert.Equal(2, sizes.Scenario.Expect.Count);
        Assert.Contains("1 of 3 expectations are left out: they are about values of replaced axes", sizes.Warnings);
        Assert.Single(variants.Scenario.Expect);
        Assert.Empty(Given.Plan(Matrix).Warnings);
    }

    [Fact]
    public void The_resolved_file_has_the_axis_that_was_run()
    {
        ScenarioPlan plan = Given.Plan(Matrix, "matrix.mapSize=[64Ki]");

        ScenarioPlan again = Given.Plan(plan.ResolvedYaml);

        Assert.Equal(plan.Cells.Select(cell => cell.Id), again.Cells.Select(cell => cell.Id));
        Assert.Equal(plan.ResolvedYaml, again.ResolvedYaml);
    }

    [Theory]
    [InlineData("matrix.mapsiez=[1]", "--set: `mapsiez`: unknown path; there is no `mapsiez` here, did you mean `mapSize`?")]
    [InlineData("matrix.mapSize=[]", "--set: `matrix.mapSize`: `[]` lacks a value; write the values to try, for example [1, 2]")]
    [InlineData("matrix.mapSize=[1,,2]", "--set: `matrix.mapSize`: `[1,,2]` lacks a value; write the values to try, for example [1, 2]")]
    [InlineData("matrix.mapSize=[x]",
        "--set: `nat.map.size`: `x` is not a whole number; write digits, with Ki, Mi or Gi behind them for 1024 and its powers, for "
        + "example 4096 or 64Ki")]
    [InlineData("matrix.mapSize=[1Ki,1024]", "--set: `1024` is the same value as `1Ki`; each value of an axis makes one cell")]
    [InlineData("matrix.seed=[1,2]", null)]
    public void A_wrong_axis_says_what_is_wrong(string set, string? mistake)
    {
        if (mistake is null) Assert.Equal(4 * 2, Given.Plan(Matrix, set).Cells.Count);
        else Assert.Equal([mistake], Given.Mistakes(Matrix, set));
    }
}
