using Chaos.Runs;
using Chaos.Survival;

namespace Chaos.Reports.Tests;

public class SentenceTests
{
    [Fact]
    public void The_sharpest_contrast_is_told_against_baseline()
    {
        string sentence = Sentence(
            Cell(0.128, ("mapSize", "2560"), ("variant", "baseline")),
            Cell(0.996, ("mapSize", "2560"), ("variant", "cilium-1.18")),
            Cell(0.05, ("mapSize", "2560"), ("variant", "refuse-new")),
            Cell(0.95, ("mapSize", "4096"), ("variant", "baseline")),
            Cell(1.0, ("mapSize", "4096"), ("variant", "cilium-1.18")));

        Assert.Equal("cilium-1.18 keeps 99.6 % of flows for 10 s at 2560 entries; baseline 12.8 %.", sentence);
    }

    [Fact]
    public void Other_axes_are_named_where_they_stand() => Assert.Equal(
        "cilium-1.18 keeps 90.0 % of flows for 10 s at nat.map.lru = percpu; baseline 20.0 %.",
        Sentence(
            Cell(0.2, ("nat.map.lru", "percpu"), ("variant", "baseline")),
            Cell(0.9, ("nat.map.lru", "percpu"), ("variant", "cilium-1.18"))));

    [Fact]
    public void Variants_that_are_equally_good_are_named_together() => Assert.Equal(
        "cilium-1.17 and cilium-1.18 keep 47.0 % of flows for 10 s; baseline 0 %.",
        Sentence(
            Cell(0, ("variant", "baseline")),
            Cell(0.47, ("variant", "cilium-1.17")),
            Cell(0.47, ("variant", "cilium-1.18"))));

    [Fact]
    public void Variants_that_do_not_differ_are_not_made_to() => Assert.Equal(
        "No difference: 100 % of flows live for 10 s in every cell.",
        Sentence(Cell(1, ("variant", "baseline")), Cell(1, ("variant", "cilium-1.18"))));

    [Fact]
    public void One_cell_has_one_number() =>
        Assert.Equal("25.0 % of flows live for 10 s (25 of 100).", Sentence(Cell(0.25)));

    [Fact]
    public void A_run_without_flows_says_so() => Assert.Equal("No flow was observed to the end.", Sentence(Cell(null)));

    [Fact]
    public void An_invalid_run_says_nothing_else() => Assert.Equal(
        "The run says nothing, whatever its numbers: the control arm lost 3 flows.",
        VerdictSentence.For(new ReportModel(SampleRun.Create(invalid: "the control arm lost 3 flows"))));

    [Fact]
    public void What_fell_short_is_counted_and_the_first_failure_told()
    {
        RunResults results = SampleRun.Create().Results;
        ExpectationResult passed = results.Expectations[0];
        ExpectationResult failed = passed with { Verdict = Verdict.Fail, Text = "survival >= 99%", Observed = "20.1 %" };
        ExpectationResult unknown = passed with { Verdict = Verdict.Unknown };

        Assert.Null(VerdictSentence.Shortfall(results));
        Assert.Equal(
            "1 failed and 1 unknown of 3 expectations; first: survival >= 99%, observed 20.1 %.",
            VerdictSentence.Shortfall(results with { Expectations = [passed, failed, unknown] }));
        Assert.Equal(
            "0 failed and 1 unknown of 1 expectation.",
            VerdictSentence.Shortfall(results with { Expectations = [unknown] }));
    }

    [Fact]
    public void Axes_without_variant_or_map_size_become_a_table_too()
    {
        Grid grid = Grid.Of(
        [
            Cell(1, ("flows.feeds.clientEvery", "1s"), ("pressure.dns.rate", "100/s"), ("nat.map.lru", "common")),
            Cell(1, ("flows.feeds.clientEvery", "10s"), ("pressure.dns.rate", "100/s"), ("nat.map.lru", "common")),
            Cell(1, ("flows.feeds.clientEvery", "1s"), ("pressure.dns.rate", "100/s"), ("nat.map.lru", "percpu")),
        ]);

        Assert.Equal(("flows.feeds.clientEvery", "pressure.dns.rate"), (grid.RowAxis, grid.ColumnAxis));
        Assert.Equal(["nat.map.lru = common", "nat.map.lru = percpu"], grid.Blocks.Select(block => block.Title));
        Assert.Null(grid.Blocks[1].At("10s", "100/s"));
    }

    private static string Sentence(params CellResult[] cells)
    {
        RunContents sample = SampleRun.Create();
        return VerdictSentence.For(new ReportModel(sample with { Results = sample.Results with { Cells = cells } }));
    }

    private static CellResult Cell(double? estimate, params (string Axis, string Value)[] axes)
    {
        CellResult cell = SampleRun.Create().Results.Cells[0];
        return cell with
        {
            Id = axes.Length == 0 ? "all" : string.Join(',', axes.Select(axis => $"{axis.Axis}={axis.Value}")),
            Axes = [.. axes.Select(axis => KeyValuePair.Create(axis.Axis, axis.Value))],
            Flows = new FlowCounts(100, (int)((estimate ?? 0) * 100), 0, 0, 0, 0),
            Survival = new SurvivalEstimate(10, estimate, null, null),
        };
    }
}
