using Chaos.Model;
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

        Assert.Equal("cilium-1.18 keeps 99.6 % of flows for 10 s at 2560 entries; baseline 12.8 %. "
            + "Regression at 2560 entries: refuse-new keeps 5.0 % of flows, cilium-1.18 99.6 %.", sentence);
    }

    [Fact]
    public void The_cells_that_an_expectation_is_about_are_told_and_not_a_sharper_contrast_elsewhere()
    {
        CellResult[] cells =
        [
            Cell(0.1, ("mapSize", "2560"), ("variant", "baseline")), Cell(1, ("mapSize", "2560"), ("variant", "cilium-1.18")),
            Cell(0.95, ("mapSize", "4096"), ("variant", "baseline")), Cell(0.97, ("mapSize", "4096"), ("variant", "cilium-1.18")),
        ];
        ExpectationResult failed = new("survival >= 99%", Verdict.Fail, "97.0 %", "one run", -0.02) { Cell = cells[3].Id };
        ExpectationResult passed = new("survival <= 50%", Verdict.Pass, "10.0 %", "one run", 0.4) { Cell = cells[0].Id };
        RunContents sample = SampleRun.Create();

        string sentence = VerdictSentence.For(
            new ReportModel(sample with { Results = sample.Results with { Cells = cells, Expectations = [passed, failed] } }));

        Assert.Equal("cilium-1.18 keeps 97.0 % of flows for 10 s at 4096 entries; baseline 95.0 %.", sentence);
    }

    [Fact]
    public void A_variant_that_is_worse_than_one_before_it_is_named_although_both_beat_the_baseline() => Assert.Equal(
        "cilium-1.17 keeps 98.7 % of flows for 10 s; baseline 0 %. Regression: cilium-1.18 keeps 68.4 % of flows, cilium-1.17 98.7 %.",
        Sentence(
            Cell(0, ("variant", "baseline")),
            Cell(0.987, ("variant", "cilium-1.17")),
            Cell(0.684, ("variant", "cilium-1.18"))));

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
        "No difference in survival: 100 % of flows live for 10 s in every cell.",
        Sentence(Cell(1, ("variant", "baseline")), Cell(1, ("variant", "cilium-1.18"))));

    [Fact]
    public void One_cell_has_one_number() =>
        Assert.Equal("25.0 % of flows live for 10 s (25 of 100 in all).", Sentence(Cell(0.25)));

    [Fact]
    public void The_worst_group_is_told_and_not_an_average_over_groups_that_live_and_groups_that_die() => Assert.Equal(
        "cilium-1.18 keeps 97.0 % of its worst group (feeds) for 10 s; baseline 10.0 % (uploads).",
        Sentence(
            Groups(Cell(0.4, ("variant", "baseline")), ("feeds", 0.7), ("uploads", 0.1)),
            Groups(Cell(0.98, ("variant", "cilium-1.18")), ("feeds", 0.97), ("uploads", 0.99))));

    [Fact]
    public void What_keeps_the_flows_and_fails_the_newcomers_is_not_praised_for_it() => Assert.Equal(
        "refuse-new keeps 100 % of flows for 10 s but fails 95.0 % of newcomers; baseline 40.0 % and 0 %.",
        Sentence(
            Newcomers(Cell(0.4, ("variant", "baseline")), failing: 0),
            Newcomers(Cell(1, ("variant", "refuse-new")), failing: 0.95)));

    [Fact]
    public void Of_two_that_keep_the_same_the_one_that_newcomers_pay_least_for_is_best_and_the_other_is_named() => Assert.Equal(
        "cilium-1.17 keeps 100 % of flows for 10 s and fails 0 % of newcomers; baseline 0 % and 3.0 %. "
        + "Newcomers pay: cilium-1.18 fails 45.0 % of them and keeps 100 % of flows; cilium-1.17 fails 0 % and keeps 100 %.",
        Sentence(
            Newcomers(Cell(0, ("variant", "baseline")), failing: 0.03),
            Newcomers(Cell(1, ("variant", "cilium-1.17")), failing: 0),
            Newcomers(Cell(1, ("variant", "cilium-1.18")), failing: 0.45)));

    [Fact]
    public void Newcomers_that_pay_where_survival_hardly_differs_are_told_with_their_place() => Assert.Equal(
        "Survival hardly differs inside any column: 99.8 % to 100 % of flows live for 10 s. Newcomers pay at rtt = 20ms: "
        + "cilium-1.18 and cilium-1.19 fail 45.0 % of them and keep 100 % of flows; cilium-1.17 fails 0 % and keeps 99.8 %.",
        Sentence(
            Newcomers(Cell(0.998, ("rtt", "20ms"), ("variant", "cilium-1.17")), failing: 0),
            Newcomers(Cell(1, ("rtt", "20ms"), ("variant", "cilium-1.18")), failing: 0.45),
            Newcomers(Cell(1, ("rtt", "20ms"), ("variant", "cilium-1.19")), failing: 0.45),
            Newcomers(Cell(1, ("rtt", "1ms"), ("variant", "cilium-1.17")), failing: 0),
            Newcomers(Cell(1, ("rtt", "1ms"), ("variant", "cilium-1.18")), failing: 0.05)));

    [Theory]
    [InlineData(0.0, 0.0, "No newcomer fails.")]
    [InlineData(0.3, 0.3, "30.0 % of newcomers fail.")]
    [InlineData(0.3, 0.301, "30.0 % to 30.1 % of newcomers fail.")]
    public void Newcomers_that_fare_alike_have_one_figure(double one, double other, string sentence) => Assert.EndsWith(
        $"in every cell. {sentence}",
        Sentence(
            Newcomers(Cell(1, ("variant", "baseline")), one), Newcomers(Cell(1, ("variant", "cilium-1.18")), other)),
        StringComparison.Ordinal);

    [Fact]
    public void Pressure_that_waits_for_no_answer_is_not_called_harmless() => Assert.EndsWith(
        "The pressure waits for no answer, so nobody can see whether newcomers fail.",
        Sentence(Cell(1) with { Pressure = PressureOf(new NewcomerCounts { Unobserved = 100 }) }),
        StringComparison.Ordinal);

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

        Assert.Equal(("flows.feeds.clientEvery", "pressure.dns.rate"), (Assert.Single(grid.RowAxes), grid.ColumnAxis));
        Assert.Equal(["nat.map.lru = common", "nat.map.lru = percpu"], grid.Blocks.Select(block => block.Title));
        Assert.Null(grid.Blocks[1].At("10s", "100/s"));
    }

    [Fact]
    public void Several_nats_and_worlds_are_the_rows_that_are_laid_over_each_other()
    {
        Grid grid = Grid.Of(
        [
            Cell(1, ("variant", "baseline"), ("mapSize", "64"), ("backend", "sim"), ("nat.target", "csharp")),
            Cell(1, ("variant", "baseline"), ("mapSize", "64"), ("backend", "docker"), ("nat.target", "csharp")),
            Cell(1, ("variant", "baseline"), ("mapSize", "64"), ("backend", "docker"), ("nat.target", "ebpf")),
            Cell(1, ("variant", "cilium-1.18"), ("mapSize", "64"), ("backend", "sim"), ("nat.target", "csharp")),
        ]);

        Assert.Equal(["csharp in sim", "csharp in docker", "ebpf in docker"], grid.Rows.Select(grid.RowText));
        Assert.Equal(["variant = baseline", "variant = cilium-1.18"], grid.Blocks.Select(block => block.Title));
        Assert.Equal("64 entries", grid.ColumnText(Assert.Single(grid.Blocks[0].Columns)));
        Assert.Equal(3, grid.Blocks[0].Cells.Count);
    }

    private static string Sentence(params CellResult[] cells)
    {
        RunContents sample = SampleRun.Create();
        return VerdictSentence.For(new ReportModel(sample with { Results = sample.Results with { Cells = cells, Expectations = [] } }));
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
            Groups = [],
            Pressure = null,
        };
    }

    private static CellResult Groups(CellResult cell, params (string Name, double Estimate)[] groups) => cell with
    {
        Groups =
        [
            .. groups.Select(group => new GroupResult(
                group.Name, cell.Flows, new SurvivalEstimate(10, group.Estimate, null, null), new EnumCounts<DeathCause>(), null)),
        ],
    };

    private static CellResult Newcomers(CellResult cell, double failing)
    {
        long failed = (long)Math.Round(failing * 1000);
        return cell with { Pressure = PressureOf(new NewcomerCounts { Answered = 1000 - failed, Timeout = failed }) };
    }

    private static PressureResult PressureOf(NewcomerCounts counts) =>
        PressureSummary.From(["dns"], [[new NewcomerGroup("dns", default, [counts])]], []);
}
