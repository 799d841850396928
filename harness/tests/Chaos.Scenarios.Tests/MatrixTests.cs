using Chaos.Scenarios.Cells;

namespace Chaos.Scenarios.Tests;

public sealed class MatrixTests
{
    [Fact]
    public void Without_a_matrix_there_is_one_cell_called_all()
    {
        ScenarioPlan plan = Given.Plan(Given.Small);

        Cell cell = Assert.Single(plan.Cells);
        Assert.Equal("all", cell.Id);
        Assert.Empty(cell.Axes);
    }

    [Fact]
    public void Cells_come_in_file_order_and_the_last_axis_varies_fastest()
    {
        ScenarioPlan plan = Given.Plan(Given.Small + "matrix: { mapSize: [2048, 4096], variant: [cilium-1.18, baseline] }");

        Assert.Equal(
            [
                "mapSize=2048,variant=cilium-1.18",
                "mapSize=2048,variant=baseline",
                "mapSize=4096,variant=cilium-1.18",
                "mapSize=4096,variant=baseline"
            ],
            plan.Cells.Select(cell => cell.Id));
        Assert.Equal([2048, 2048, 4096, 4096], plan.Cells.Select(cell => cell.Scenario.Nat.Map.Size));
        Assert.Equal(["cilium-1.18", "baseline", "cilium-1.18", "baseline"], plan.Cells.Select(cell => cell.Scenario.Nat.Variant));
        Assert.Equal([KeyValuePair.Create("mapSize", "2048"), KeyValuePair.Create("variant", "baseline")], plan.Cells[1].Axes);
        Assert.Equal(65536, plan.Scenario.Nat.Map.Size);
    }

    [Fact]
    public void Values_keep_their_spelling_in_the_cell()
    {
        ScenarioPlan plan = Given.Plan(
            Given.Small + "matrix: { flows.feeds.clientEvery: [never, 1000ms, 2.0s], nat.map.batch: [fixed-128] }");

        Assert.Equal("flows.feeds.clientEvery=1000ms,nat.map.batch=fixed-128", plan.Cells[1].Id);
        Assert.Equal(
            [null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)],
            plan.Cells.Select(cell => cell.Scenario.Flows[0].Shapes[0].ClientEvery?.Minimum));
    }

    [Theory]
    [InlineData("seed", "1")]
    [InlineData("duration", "7s")]
    [InlineData("sourcePorts", "1-60000")]
    [InlineData("nat.target", "none")]
    [InlineData("nat.map.possibleCpus", "64")]
    [InlineData("flows.feeds.payload", "99B")]
    [InlineData("pressure.dns.rate", "9/s")]
    [InlineData("faults.0.at", "3s")]
    [InlineData("faults.0.evict.count", "99%")]
    public void Any_scalar_is_an_axis_by_its_path(string path, string value)
    {
        const string text = Given.Small + """
            pressure: [{ name: dns, protocol: udp, rate: 5/s }]
            faults: [{ at: 1s, evict: { half: both, count: 1% } }]

            """;
        Scenario byMatrix = Given.Plan(text + $"matrix: {{ {path}: [{value}] }}").Cells[0].Scenario;
        Scenario bySet = Given.Plan(text, $"{path}={value}").Cells[0].Scenario;
        Scenario without = Given.Plan(text).Cells[0].Scenario;

        Assert.Equal(Show(bySet), Show(byMatrix));
        Assert.NotEqual(Show(without), Show(byMatrix));

        string Show(Scenario scenario) => Given.Show(Given.Plan(text) with { Scenario = scenario });
    }

    [Fact]
    public void A_required_value_may_stand_in_the_matrix_alone()
    {
        ScenarioPlan plan = Given.Plan(
            Given.Small.Replace("count: 5, ", "", StringComparison.Ordinal) + "matrix: { flows.feeds.count: [3, 9] }");

        Assert.Equal([3, 9], plan.Cells.Select(cell => cell.Scenario.Flows[0].Count));
    }

    [Theory]
    [InlineData("matrix: {}", "6:9: `matrix` must be a mapping with at least one path, for example `mapSize: [1024, 4096]`")]
    [InlineData("matrix: { mapSize: [] }", "6:20: `mapSize` is an empty list; write the values to try")]
    [InlineData("matrix: { mapSize: 4096 }", "6:20: `mapSize` must be a list of values, for example [1, 2]")]
    [InlineData("matrix: { mapSize: [[4096]] }", "6:21: a value of the matrix must be a single value")]
    [InlineData("matrix: { mapSise: [1] }", "6:11: `mapSise`: unknown path; there is no `mapSise` here, did you mean `mapSize`?")]
    [InlineData(
        "matrix: { flows.feds.count: [1] }", "6:11: `flows.feds.count`: unknown path; there is no `feds` here, did you mean `feeds`?")]
    [InlineData(
        "matrix: { nat.map: [1] }", "6:11: `nat.map`: is not a single value; go on with one of size, lru, batch, possibleCpus, rule")]
    [InlineData("matrix: { name: [a] }", "6:11: `name` cannot be an axis, since it is the same for the whole scenario")]
    [InlineData("matrix: { mapSize: [1, 2], nat.map.size: [3] }", "6:28: `nat.map.size` is the same axis as `mapSize`; keep one")]
    [InlineData("matrix: { duration: [1s, 1000ms] }", "6:26: `1000ms` is the same value as `1s`; each value of an axis makes one cell")]
    [InlineData(
        "matrix: { flows.feeds.clientEvery: [never, never] }",
        "6:44: `never` is the same value as `never`; each value of an axis makes one cell")]
    [InlineData(
        "matrix: { mapSize: [0], variant: [baseline, cilium-1.18] }",
        "6:21: `nat.map.size`: `0` is out of range; allowed is 1 to 16777216")]
    public void A_wrong_matrix_is_one_mistake_at_its_place(string matrix, string mistake)
    {
        string[] mistakes = Given.Mistakes(Given.Small + matrix);

        Assert.Equal([$"{Given.File}:{mistake}"], mistakes);
    }

    [Fact]
    public void A_matrix_that_explodes_is_refused()
    {
        string numbers = string.Join(", ", Enumerable.Range(1, 60));

        string[] mistakes = Given.Mistakes(
            Given.Small + $"matrix: {{ clients: [{numbers}], servers: [{numbers}], portsPerServer: [{numbers}], seed: [{numbers}] }}");

        Assert.Equal([$"{Given.File}:6:9: `matrix` has more than 20000 cells; split the scenario"], mistakes);
    }

    [Fact]
    public void Collecting_garbage_in_a_cell_without_conntrack_is_refused_and_in_cells_with_it_fine()
    {
        const string Faults = "faults: [{ at: 5s, gc: run }]\n";

        Assert.Equal(
            [
                $"{Given.File}:6:24: `faults.0.gc`: `nat.conntrack` is off here, so nothing is collected; say `nat.conntrack: on`, in "
                + "every cell"
            ],
            Given.Mistakes(Given.Small + Faults + "matrix: { nat.conntrack: [on, off], nat.map.size: [64, 128] }"));
        Assert.Equal(2, Given.Plan(Given.Small + Faults + "matrix: { nat.conntrack: [on], nat.map.size: [64, 128] }").Cells.Count);
    }

    [Fact]
    public void A_value_that_is_wrong_only_in_some_cells_is_found()
    {
        string[] mistakes = Given.Mistakes(Given.Small + """
            faults: [{ at: 5s, evict: { half: both, count: 1 } }]
            matrix: { duration: [4s, 6s, 3s] }
            """);

        Assert.Equal(
            [
                $"{Given.File}:6:16: `faults.0.at`: 5s is not before the end of the run (4s)",
                $"{Given.File}:6:16: `faults.0.at`: 5s is not before the end of the run (3s)",
            ],
            mistakes);
    }
}
