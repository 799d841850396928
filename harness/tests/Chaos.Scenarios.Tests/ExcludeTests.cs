namespace Chaos.Scenarios.Tests;

/// <summary>`exclude` of the matrix; the scenario has five lines, so that it begins in the sixth.</summary>
public sealed class ExcludeTests
{
    private const string TwoAxes = "matrix: { variant: [baseline, cilium-1.18], mapSize: [64, 128]";

    [Fact]
    public void A_combination_with_all_values_of_an_item_is_no_cell()
    {
        ScenarioPlan plan = Given.Plan(Given.Small + TwoAxes + ", exclude: [{ mapSize: 64, variant: cilium-1.18 }] }");

        Assert.Equal(
            ["variant=baseline,mapSize=64", "variant=baseline,mapSize=128", "variant=cilium-1.18,mapSize=128"],
            plan.Cells.Select(cell => cell.Id));
    }

    [Fact]
    public void An_item_with_one_axis_drops_all_cells_with_that_value_and_items_add_up()
    {
        ScenarioPlan plan = Given.Plan(Given.Small + TwoAxes + ", exclude: [{ mapSize: 64 }, { mapSize: 128, variant: baseline }] }");

        Assert.Equal("variant=cilium-1.18,mapSize=128", Assert.Single(plan.Cells).Id);
    }

    [Fact]
    public void A_dropped_cell_is_not_checked()
    {
        const string Faults = "faults: [{ at: 5s, gc: run }]\nmatrix: { nat.conntrack: [on, off], mapSize: [64]";

        Assert.Single(Given.Plan(Given.Small + Faults + ", exclude: [{ nat.conntrack: off }] }").Cells);
        Assert.Single(Given.Mistakes(Given.Small + Faults + " }"));
    }

    [Fact]
    public void The_resolved_scenario_has_the_same_cells()
    {
        ScenarioPlan plan = Given.Plan(Given.Small + TwoAxes + ", exclude: [{ mapSize: 64, variant: cilium-1.18 }] }");

        Assert.Equal(plan.Cells.Select(cell => cell.Id), Given.Plan(plan.ResolvedYaml).Cells.Select(cell => cell.Id));
    }

    [Fact]
    public void An_item_about_a_value_that_a_replaced_axis_no_longer_has_is_left_out()
    {
        const string Exclude = ", exclude: [{ mapSize: 64, variant: baseline }, { mapSize: 128, variant: cilium-1.18 }] }";

        ScenarioPlan plan = Given.Plan(Given.Small + TwoAxes + Exclude, "matrix.mapSize=[128, 256]");

        Assert.Equal(
            ["variant=baseline,mapSize=128", "variant=baseline,mapSize=256", "variant=cilium-1.18,mapSize=256"],
            plan.Cells.Select(cell => cell.Id));
        Assert.Equal(2, Given.Plan(Given.Small + TwoAxes + Exclude, "matrix.mapSize=[256]").Cells.Count);
    }

    [Theory]
    [InlineData("{}", "6:74: `exclude` must be a list of values, for example [1, 2]")]
    [InlineData("[]", "6:74: `exclude` is an empty list; write an item or leave the key out")]
    [InlineData("[mapSize]", "6:75: an item of `exclude` is a mapping of axis values, for example `{ backend: sim, nat.target: none }`")]
    [InlineData("[{ mapSise: 64 }]", "6:77: there is no axis `mapSise`; did you mean `mapSize`?")]
    [InlineData("[{ mapSize: 65 }]", "6:86: there is no value on the axis `mapSize` `65`; did you mean `64`?")]
    [InlineData("[{ mapSize: [64, 128] }]", "6:86: `mapSize` must be a single value; write an item for each value")]
    [InlineData(
        "[{ mapSize: 64 }, { mapSize: 64, variant: baseline }]",
        "6:92: this excludes no cell that an item above it has left; remove it")]
    [InlineData("[{ mapSize: 64 }, { mapSize: 128 }]", "6:92: this excludes the last cell; leave at least one")]
    public void A_wrong_exclude_is_one_mistake_at_its_place(string exclude, string mistake)
    {
        Assert.Equal([$"{Given.File}:{mistake}"], Given.Mistakes(Given.Small + TwoAxes + $", exclude: {exclude} }}"));
    }

    [Fact]
    public void A_matrix_needs_an_axis()
    {
        Assert.Equal(
            [$"{Given.File}:6:9: `matrix` has no axis that `exclude` could leave out values of"],
            Given.Mistakes(Given.Small + "matrix: { exclude: [{ mapSize: 64 }] }"));
    }

    [Fact]
    public void An_expectation_about_dropped_cells_alone_is_refused()
    {
        const string Expect = "\nexpect: [{ where: { mapSize: 64, variant: baseline }, survival: \">= 1%\" }]";

        Assert.Equal(
            [$"{Given.File}:7:10: there is no cell that this is about, since `exclude` leaves none"],
            Given.Mistakes(Given.Small + TwoAxes + ", exclude: [{ mapSize: 64, variant: baseline }] }" + Expect));
    }
}
