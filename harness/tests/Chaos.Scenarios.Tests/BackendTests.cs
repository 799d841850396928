namespace Chaos.Scenarios.Tests;

public sealed class BackendTests
{
    [Fact]
    public void A_scenario_that_names_no_world_leaves_it_to_the_caller()
    {
        ScenarioPlan plan = Given.Plan(Given.Small);

        Assert.Null(plan.Cells[0].Scenario.Backend);
        Assert.Null(plan.Cells[0].Backend);
        Assert.DoesNotContain("backend", plan.ResolvedYaml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backend: docker", null, 6, 10)]
    [InlineData("matrix: { backend: [docker] }", null, 6, 21)]
    [InlineData("", "backend=docker", 0, 0)]
    public void A_world_is_named_in_the_file_in_the_matrix_or_by_a_layer(string line, string? set, int atLine, int atColumn)
    {
        ScenarioPlan plan = Given.Plan(Given.Small + line, [.. new[] { set }.OfType<string>()]);

        Cells.Cell cell = Assert.Single(plan.Cells);
        Assert.Equal("docker", cell.Scenario.Backend);
        Assert.Equal((atLine, atColumn), (cell.Backend!.Line, cell.Backend.Column));
    }

    [Fact]
    public void A_world_that_there_is_not_is_a_mistake_at_its_place() => Assert.Equal(
        [$"{Given.File}:6:10: `backend`: `dokcer` is not one of sim, docker; did you mean `docker`?"],
        Given.Mistakes(Given.Small + "backend: dokcer"));
}
