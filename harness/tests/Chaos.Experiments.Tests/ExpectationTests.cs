using Chaos.Experiments.Judging;
using Chaos.Model;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Survival;

namespace Chaos.Experiments.Tests;

public sealed class ExpectationTests
{
    private const string Expectations =
        """
        expect:
          - { where: { variant: baseline, mapSize: 512 }, survival: "<= 50%" }
          - { better: cilium-1.18, than: baseline, where: { mapSize: 512 }, by: ">= 30pp" }
          - { where: { mapSize: 8192 }, survival: ">= 99%" }
        """;

    [Fact]
    public void Each_expectation_is_judged_on_the_cells_that_it_names()
    {
        Assert.Equal(
            [Verdict.Pass, Verdict.Pass, Verdict.Pass], Judge(Expectations, tight: (0.2, 0.9), roomy: (0.991, 1.0), pressed: true));
    }

    [Fact]
    public void The_worst_cell_decides()
    {
        Assert.Equal([Verdict.Fail, Verdict.Fail, Verdict.Fail], Judge(Expectations, tight: (0.6, 0.7), roomy: (0.98, 1.0), pressed: true));
    }

    [Fact]
    public void Without_pressure_nothing_passes_but_a_failure_stays_one()
    {
        Assert.Equal(
            [Verdict.Unknown, Verdict.Fail, Verdict.Unknown], Judge(Expectations, tight: (0.2, 0.4), roomy: (1.0, 1.0), pressed: false));
    }

    [Fact]
    public void A_scenario_that_says_roomy_passes_without_pressure()
    {
        Assert.Equal([Verdict.Pass, Verdict.Pass, Verdict.Pass], Judge(
            $"roomy: true\n{Expectations}", tight: (0.2, 0.9), roomy: (1.0, 1.0), pressed: false));
    }

    [Fact]
    public void With_one_repetition_the_estimate_is_judged_and_called_one_run()
    {
        ExpectationResult result = Results(
            "expect: [{ where: { mapSize: 512, variant: baseline }, survival: '<= 50%' }]", Steady(0.5, 0.9, 1, 1)).Single();

        Assert.Equal((Verdict.Pass, "50.0 %", "one run"), (result.Verdict, result.Observed, result.Basis));
        ComparisonResult comparison = Compare(Expectations, Steady(0.2, 0.9, 1, 1)).Single();
        Assert.Equal(
            (0.7, null, null, null), (Math.Round(comparison.Difference!.Value, 9), comparison.Lower, comparison.Upper, comparison.PValue));
    }

    [Fact]
    public void With_repetitions_the_interval_decides_and_what_it_leaves_open_says_how_many_would_decide_it()
    {
        const string expect = "expect: [{ where: { mapSize: 8192 }, survival: '>= 99%' }, { where: { mapSize: 512, variant: "
            + "baseline }, survival: '<= 50%' }]";

        List<ExpectationResult> results = Results(expect, [[0.2, 0.9, 1, 1], [0.21, 0.91, 1, 1], [0.19, 0.92, 1, 1]]);

        Assert.Equal([Verdict.Unknown, Verdict.Pass], results.Select(result => result.Verdict));
        Assert.Contains("100 % (95 % interval", results[0].Observed, StringComparison.Ordinal);
        Assert.Contains($"; {results[0].RepetitionsNeeded} repetitions would decide it", results[0].Observed, StringComparison.Ordinal);
        Assert.Equal("3 repetitions", results[0].Basis);
        int enough = results[0].RepetitionsNeeded!.Value;
        Assert.Equal(Verdict.Unknown, Results(expect, [.. Enumerable.Repeat(new double[] { 0.2, 0.9, 1, 1 }, enough - 1)])[0].Verdict);
        Assert.Equal(Verdict.Pass, Results(expect, [.. Enumerable.Repeat(new double[] { 0.2, 0.9, 1, 1 }, enough)])[0].Verdict);
    }

    [Fact]
    public void What_lies_at_the_end_of_the_scale_is_never_proved_but_can_be_disproved()
    {
        const string expect = "expect: [{ where: { mapSize: 8192 }, survival: '>= 100%' }]";

        ExpectationResult allLive = Results(expect, [.. Enumerable.Repeat(new double[] { 0.2, 0.9, 1, 1 }, 10)]).Single();
        ExpectationResult oneDied = Results(
            expect, [.. Enumerable.Repeat(new double[] { 0.2, 0.9, 1, 1 }, 9), [0.2, 0.9, 0.999, 1]]).Single();

        Assert.Equal((Verdict.Unknown, null), (allLive.Verdict, allLive.RepetitionsNeeded));
        Assert.Contains("not even 1000 repetitions would decide it", allLive.Observed, StringComparison.Ordinal);
        Assert.Equal(Verdict.Fail, oneDied.Verdict);
    }

    [Theory]
    [InlineData("{ noWorse: cilium-1.18, than: baseline, margin: 5pp, where: { mapSize: 512 } }", Verdict.Pass)]
    [InlineData("{ noWorse: baseline, than: cilium-1.18, margin: 5pp, where: { mapSize: 512 } }", Verdict.Fail)]
    [InlineData("{ noWorse: baseline, than: cilium-1.18, margin: 70pp, where: { mapSize: 512 } }", Verdict.Unknown)]
    [InlineData("{ noWorse: baseline, than: cilium-1.18, margin: 1pp, where: { mapSize: 8192 } }", Verdict.Pass)]
    [InlineData("{ noWorse: baseline, than: cilium-1.18, margin: 0.1pp, where: { mapSize: 8192 } }", Verdict.Unknown)]
    [InlineData("{ same: baseline, as: cilium-1.18, within: 30pp, where: { mapSize: 8192 } }", Verdict.Pass)]
    [InlineData("{ same: baseline, as: cilium-1.18, within: 0.1pp, where: { mapSize: 8192 } }", Verdict.Unknown)]
    [InlineData("{ same: baseline, as: cilium-1.18, within: 30pp, where: { mapSize: 512 } }", Verdict.Fail)]
    [InlineData("{ better: cilium-1.18, than: baseline, by: '>= 30pp', where: { mapSize: 512, group: feeds } }", Verdict.Pass)]
    [InlineData("{ causes.reset: 0, where: { mapSize: 8192 } }", Verdict.Pass)]
    [InlineData("{ causes.reset: 0, where: { mapSize: 512 } }", Verdict.Fail)]
    [InlineData("{ causes.reset: '> 0', where: { mapSize: 512, group: feeds } }", Verdict.Pass)]
    [InlineData("{ map.evictions: '>= 1', where: { mapSize: 512 } }", Verdict.Pass)]
    [InlineData("{ map.allocationFailures: 0 }", Verdict.Pass)]
    [InlineData("{ map.evictions: 0 }", Verdict.Fail)]
    [InlineData("{ newcomers: '<= 90%', where: { mapSize: 512, variant: baseline } }", Verdict.Pass)]
    [InlineData("{ newcomers: '<= 50%', where: { mapSize: 512, variant: baseline, group: dns } }", Verdict.Fail)]
    [InlineData("{ newcomers: '<= 1%', where: { mapSize: 8192 } }", Verdict.Unknown)]
    [InlineData("{ better: cilium-1.18, than: baseline, of: newcomers, by: '>= 30pp', where: { mapSize: 512 } }", Verdict.Pass)]
    [InlineData("{ better: baseline, than: cilium-1.18, of: newcomers, by: '>= 30pp', where: { mapSize: 512 } }", Verdict.Fail)]
    [InlineData("{ noWorse: baseline, than: cilium-1.18, of: newcomers, margin: 5pp, where: { mapSize: 512 } }", Verdict.Fail)]
    [InlineData("{ same: baseline, as: cilium-1.18, of: newcomers, within: 30pp, where: { mapSize: 512, group: dns } }", Verdict.Fail)]
    public void Every_kind_of_expectation_is_judged(string expectation, Verdict expected) => Assert.Equal(
        expected,
        Results($"expect: [{expectation}]", [
        [0.2, 0.9, 1, 1], [0.22, 0.9, 1, 1], [0.18, 0.9, 1, 1], [0.2, 0.92, 1, 1], [0.2, 0.91, 1, 1]]).Single().Verdict);

    [Fact]
    public void Counts_of_causes_pass_nothing_without_pressure_but_counts_of_the_table_speak_for_themselves()
    {
        const string expect = "expect: [{ causes.reset: 0, where: { mapSize: 8192 } }, { map.allocationFailures: 0 }]";

        Assert.Equal(
            [Verdict.Unknown, Verdict.Pass], Results(expect, Steady(0.2, 0.9, 1, 1), pressed: false).Select(result => result.Verdict));
    }

    [Fact]
    public void A_comparison_has_an_interval_and_a_p_value_from_its_repetitions()
    {
        ComparisonResult comparison = Compare(Expectations, [[0.2, 0.9, 1, 1], [0.22, 0.9, 1, 1], [0.18, 0.9, 1, 1]]).Single();

        Assert.Equal(0.7, comparison.Difference!.Value, 9);
        Assert.True(comparison is { Lower: > 0 and < 0.7, Upper: > 0.7 and < 1, PValue: > 0 and < 0.05 }, comparison.ToString());
        Assert.Equal([KeyValuePair.Create("mapSize", "512")], comparison.Where);
    }

    private static List<Verdict> Judge(
        string more, (double Baseline, double Fixed) tight, (double Baseline, double Fixed) roomy, bool pressed) =>
        [.. Results(more, Steady(tight.Baseline, tight.Fixed, roomy.Baseline, roomy.Fixed), pressed).Select(result => result.Verdict)];

    [Fact]
    public void Near_a_bound_a_share_has_as_many_digits_as_tell_them_apart_and_the_cell_that_decides_is_kept()
    {
        ExpectationResult near = Results("expect: [{ where: { mapSize: 8192 }, survival: '>= 99.85%' }]", Steady(0.2, 0.9, 1, 0.998))[0];

        Assert.Equal(("99.80 % at worst, in 2 cells", Verdict.Fail), (near.Observed, near.Verdict));
        Assert.Equal("mapSize=8192,variant=cilium-1.18", near.Cell);
        Assert.Null(near.Against);
        ExpectationResult pair = Results(
            "expect: [{ better: cilium-1.18, than: baseline, by: '>= 30pp', where: { mapSize: 512, group: feeds } }]",
                Steady(0.2, 0.9, 1, 1))[0];
        Assert.Equal(
            ("mapSize=512,variant=cilium-1.18", "mapSize=512,variant=baseline", "feeds"), (pair.Cell, pair.Against, pair.Group));
    }

    /// <summary>One repetition of the four cells.</summary>
    private static double[][] Steady(params double[] survivals) => [survivals];

    private static List<ExpectationResult> Results(string more, double[][] survivals, bool pressed = true) =>
        [.. JudgeOf(more, survivals, pressed).Judge()];

    private static List<ComparisonResult> Compare(string more, double[][] survivals) =>
        [.. JudgeOf(more, survivals, pressed: true).Compare()];

    /// <param name="more">Lines behind the scenario.</param>
    /// <param name="survivals">By repetition, then by cell: two map sizes with two variants each.</param>
    /// <param name="pressed">Whether the cells saw evictions.</param>
    private static ExpectationJudge JudgeOf(string more, double[][] survivals, bool pressed)
    {
        ScenarioPlan plan = TestScenarios.Load(more, $"repetitions={survivals.Length}");
        return new ExpectationJudge(plan, [
            .. plan.Cells.Select((cell, place) => (cell, Result(cell, [.. survivals.Select(one => one[place])], pressed)))]);
    }

    private static CellResult Result(Cell cell, double[] survivals, bool pressed) => CellSummary.From(
        new CellFacts
        {
            Id = cell.Id, Axes = cell.Axes, Target = "csharp", Repetitions = survivals.Length, UnderPressure = pressed, DurationSeconds = 5,
            Groups = [new GroupFacts("feeds", "strict")], Map = new MapCounters(pressed ? 1000 : 0, 0, 0, 0), Packets = 0, WallSeconds = 0,
            Pressure = PressureSummary.From(["dns"], [.. survivals.Select(Newcomers)], []),
        },
        survivals.SelectMany((survival, index) => Enumerable.Range(0, 1000).Select(number => number < survival * 1000
            ? Flow(cell, index + 1, number, FlowState.Survived, null, DeathCause.None)
            : Flow(cell, index + 1, number, FlowState.Died, 1_000_000_000, DeathCause.Reset))));

    /// <summary>As many of a thousand are answered as of the flows survive.</summary>
    private static IReadOnlyList<NewcomerGroup> Newcomers(double answered)
    {
        long good = (long)(answered * 1000);
        return [new NewcomerGroup("dns", default, [new NewcomerCounts { Answered = good, Timeout = 1000 - good }])];
    }

    private static FlowRecord Flow(Cell cell, int repetition, int number, FlowState state, long? detectedAt, DeathCause cause) => new(
        cell.Id, repetition, $"feeds-{number}", "feeds", "udp", -1, null, detectedAt, 5_000_000_000, state, cause, Mechanism.None);
}
