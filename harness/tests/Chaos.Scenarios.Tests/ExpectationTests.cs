using Chaos.Scenarios.Expectations;
using Chaos.Survival;

namespace Chaos.Scenarios.Tests;

public sealed class ExpectationTests
{
    private const string Matrix = Given.Small + "matrix: { mapSize: [1024, 4096], variant: [baseline, cilium-1.18] }\n";

    [Fact]
    public void A_survival_expectation_is_read_and_said_in_one_line()
    {
        ShareExpectation expectation = Assert.IsType<ShareExpectation>(Assert.Single(
            Given.Plan(Matrix + "expect: [{ where: { variant: cilium-1.18, group: feeds, mapSize: 4096 }, survival: '>=99.5%' }]")
                .Scenario.Expect));

        Assert.Equal("survival >= 99.5% where variant=cilium-1.18, mapSize=4096, group=feeds", expectation.Text);
        Assert.Equal((new Bound(BoundKind.AtLeast, 0.995), "feeds"), (expectation.Bound, expectation.Group));
        Assert.Equal([KeyValuePair.Create("variant", "cilium-1.18"), KeyValuePair.Create("mapSize", "4096")], expectation.Where);
    }

    [Fact]
    public void A_better_expectation_is_read_and_said_in_one_line()
    {
        ScenarioPlan plan = Given.Plan(
            Matrix + "expect: [{ better: cilium-1.18, than: baseline, where: { mapSize: 4096 }, by: '>= 30pp' }]");

        BetterExpectation expectation = Assert.IsType<BetterExpectation>(Assert.Single(plan.Scenario.Expect));
        Assert.Equal("cilium-1.18 better than baseline by >= 30pp where mapSize=4096", expectation.Text);
        Assert.Equal(
            ("cilium-1.18", "baseline", new Bound(BoundKind.AtLeast, 0.3)),
            (expectation.Better, expectation.Than, expectation.Bound));
        Assert.All(plan.Cells, cell => Assert.Equal([expectation], cell.Scenario.Expect));
    }

    [Fact]
    public void Non_inferiority_equivalence_and_counts_are_read_and_said_in_one_line()
    {
        IReadOnlyList<Expectation> expectations = Given.Plan(Matrix + """
            expect:
              - { noWorse: cilium-1.18, than: baseline, margin: 2pp, where: { group: feeds } }
              - { same: cilium-1.18, as: baseline, within: 0.5pp }
              - { causes.reset: 0, where: { variant: cilium-1.18, group: feeds } }
              - { map.evictions: '>=1' }
            """).Scenario.Expect;

        Assert.Equal(
            [
                "cilium-1.18 no worse than baseline, margin 2pp where group=feeds", "cilium-1.18 same as baseline within 0.5pp",
                "causes.reset = 0 where variant=cilium-1.18, group=feeds", "map.evictions >= 1",
            ],
            expectations.Select(expectation => expectation.Text));
        NoWorseExpectation noWorse = Assert.IsType<NoWorseExpectation>(expectations[0]);
        Assert.Equal(("cilium-1.18", "baseline", 0.02, "feeds"), (noWorse.NoWorse, noWorse.Than, noWorse.Margin, noWorse.Group));
        SameExpectation same = Assert.IsType<SameExpectation>(expectations[1]);
        Assert.Equal(("cilium-1.18", "baseline", 0.005), (same.Same, same.As, same.Within));
        CountExpectation resets = Assert.IsType<CountExpectation>(expectations[2]);
        Assert.Equal(("causes.reset", new Bound(BoundKind.Exactly, 0), "feeds"), (resets.Counter, resets.Bound, resets.Group));
        Assert.Equal(new Bound(BoundKind.AtLeast, 1), ((CountExpectation)expectations[3]).Bound);
    }

    [Fact]
    public void Newcomers_are_expected_and_compared_by_pressure_group()
    {
        IReadOnlyList<Expectation> expectations = Given.Plan(Matrix + """
            pressure: [{ name: dns, protocol: udp, rate: 100/s }]
            expect:
              - { newcomers: '<= 1%', where: { variant: cilium-1.18, group: dns } }
              - { better: cilium-1.18, than: baseline, of: newcomers, by: '>= 3pp' }
              - { noWorse: cilium-1.18, than: baseline, of: newcomers, margin: 2pp, where: { group: dns } }
              - { same: cilium-1.18, as: baseline, of: survival, within: 0.5pp, where: { group: feeds } }
            """).Scenario.Expect;

        Assert.Equal(
            [
                "newcomers <= 1% where variant=cilium-1.18, group=dns", "cilium-1.18 better than baseline by >= 3pp, of newcomers",
                "cilium-1.18 no worse than baseline, margin 2pp, of newcomers where group=dns",
                "cilium-1.18 same as baseline within 0.5pp where group=feeds",
            ],
            expectations.Select(expectation => expectation.Text));
        ShareExpectation share = Assert.IsType<ShareExpectation>(expectations[0]);
        Assert.Equal((Measure.Newcomers, new Bound(BoundKind.AtMost, 0.01), "dns"), (share.Measure, share.Bound, share.Group));
        Assert.Equal(
            [Measure.Newcomers, Measure.Newcomers, Measure.Survival],
            expectations.Skip(1).Select(expectation => ((ComparisonExpectation)expectation).Of));
    }

    [Fact]
    public void Values_of_any_axis_are_compared()
    {
        const string matrix = Given.Small
            + "matrix: { mapSize: [1024, 4096], nat.conntrack: [off, on], variant: [baseline, cilium-1.18] }\n";
        ScenarioPlan plan = Given.Plan(matrix + """
            expect:
              - { better: 4096, than: 1024, along: mapSize, by: '>= 5pp', where: { variant: baseline } }
              - { same: on, as: off, along: nat.conntrack, within: 1pp }
              - { noWorse: cilium-1.18, than: baseline, margin: 1pp }
            """);

        Assert.Equal(
            [
                "4096 better than 1024 by >= 5pp, along mapSize where variant=baseline", "on same as off within 1pp, along nat.conntrack",
                "cilium-1.18 no worse than baseline, margin 1pp",
            ],
            plan.Scenario.Expect.Select(expectation => expectation.Text));
        ComparisonExpectation sizes = (ComparisonExpectation)plan.Scenario.Expect[0];
        Assert.Equal(
            [("mapSize=4096,nat.conntrack=off,variant=baseline", "mapSize=1024,nat.conntrack=off,variant=baseline"),
                ("mapSize=4096,nat.conntrack=on,variant=baseline", "mapSize=1024,nat.conntrack=on,variant=baseline")],
            sizes.PairsOf(plan.Cells, cell => cell).Select(pair => (pair.First.Id, pair.Second.Id)));
        Assert.Equal(4, plan.Scenario.Expect[2].SubjectsIn(plan.Cells));
    }

    [Fact]
    public void A_scenario_with_expectations_and_no_number_repeats_until_all_is_decided()
    {
        Scenario Load(string more) => Given.Plan(Matrix + more).Scenario;

        Assert.True(Load("expect: [{ survival: '> 1%' }]").RepeatsUntilDecided);
        Assert.False(Load("").RepeatsUntilDecided);
        Assert.False(Load("repetitions: 4\nexpect: [{ survival: '> 1%' }]").RepeatsUntilDecided);
        Assert.Equal(TimeSpan.FromSeconds(30), Load("repetitions: auto\nbudget: 30s\nexpect: [{ survival: '> 1%' }]").Budget);
        Assert.Equal(3, Load("").Repetitions);
        Assert.Contains(
            Given.Mistakes(Matrix + "repetitions: auto"),
            mistake => mistake.EndsWith(
                "`repetitions`: auto repeats until every expectation is decided, and there is none; write a number",
                StringComparison.Ordinal));
    }

    [Fact]
    public void Without_where_the_line_ends_early() =>
        Assert.Equal("survival < 1%", Given.Plan(Given.Small + "expect: [{ survival: '<1%' }]").Scenario.Expect[0].Text);

    [Theory]
    [InlineData(
        "{ survival: 99% }", "7:22: `survival`: `99%` is not a bound; write >=, <=, > or < and a number with %, for example \">= 30%\"")]
    [InlineData(
        "{ survival: '>= 99pp' }",
        "7:22: `survival`: `>= 99pp` is not a bound; write >=, <=, > or < and a number with %, for example \">= 30%\"")]
    [InlineData(
        "{ pressure.failed: 0 }",
        "7:12: there is no key `pressure.failed`; write `newcomers: \"<= 1%\"`, the share of short flows that fail; a count would grow "
        + "with the run")]
    [InlineData("{ newcomers: '<= 1%', where: { group: feeds } }", "7:48: there is no pressure group `feeds`; there is none here")]
    [InlineData(
        "{ same: baseline, as: cilium-1.18, of: newcommers, within: 1pp }", "7:49: `of`: `newcommers` is not one of survival, newcomers")]
    [InlineData("{ survival: '>= 101%' }", "7:22: `survival`: `>= 101%` is out of range; allowed is 0% to 100%")]
    [InlineData(
        "{ where: { mapSize: 4096 } }",
        "7:10: an expectation has either `survival`, or `newcomers`, or `better`, `than` and `by`, or `noWorse`, `than` and `margin`, or "
        + "`same`, `as` and `within`, or one count such as `causes.reset`")]
    [InlineData(
        "{ better: baseline, than: cilium-1.18 }",
        "7:10: an expectation has either `survival`, or `newcomers`, or `better`, `than` and `by`, or `noWorse`, `than` and `margin`, or "
        + "`same`, `as` and `within`, or one count such as `causes.reset`")]
    [InlineData("{ where: { mapsize: 4096 }, survival: '> 1%' }", "7:21: there is no axis `mapsize`; did you mean `mapSize`?")]
    [InlineData(
        "{ where: { mapSize: 4095 }, survival: '> 1%' }", "7:30: there is no value on the axis `mapSize` `4095`; did you mean `4096`?")]
    [InlineData("{ where: { group: feds }, survival: '> 1%' }", "7:28: there is no flow group `feds`; did you mean `feeds`?")]
    [InlineData("{ where: {}, survival: '> 1%' }", "7:19: `where` must be a mapping with at least one key")]
    [InlineData("{ where: { mapSize: [4096] }, survival: '> 1%' }", "7:30: `mapSize` must be a single value")]
    [InlineData(
        "{ better: cilium-1.17, than: baseline, by: '> 1pp' }",
        "7:20: there is no value on the axis `variant` `cilium-1.17`; did you mean `cilium-1.18`?")]
    [InlineData("{ better: baseline, than: baseline, by: '> 1pp' }", "7:10: `baseline` cannot be better than itself; name two variants")]
    [InlineData(
        "{ better: cilium-1.18, than: baseline, where: { variant: baseline }, by: '> 1pp' }",
        "7:10: `better` compares two variants, so `where` must not name one")]
    [InlineData(
        "{ better: 4095, than: 1024, along: mapSize, by: '> 1pp' }",
        "7:20: there is no value on the axis `mapSize` `4095`; did you mean `4096`?")]
    [InlineData("{ better: 4096, than: 1024, along: mapsize, by: '> 1pp' }", "7:45: there is no axis `mapsize`; did you mean `mapSize`?")]
    [InlineData(
        "{ better: 4096, than: 1024, along: mapSize, where: { mapSize: 1024 }, by: '> 1pp' }",
        "7:10: `better` compares two values of `mapSize`, so `where` must not name one")]
    [InlineData(
        "{ better: cilium-1.18, than: baseline, by: '> 1%' }",
        "7:53: `by`: `> 1%` is not a bound; write >=, <=, > or < and a number with pp, for example \">= 30pp\"")]
    [InlineData(
        "{ better: cilium-1.18, than: baseline, by: '> 101pp' }", "7:53: `by`: `> 101pp` is out of range; allowed is -100pp to 100pp")]
    [InlineData(
        "{ noWorse: cilium-1.18, than: baseline, margin: 2% }",
        "7:58: `margin`: `2%` is not a difference; write a number with pp, for example 2pp")]
    [InlineData(
        "{ noWorse: cilium-1.18, than: baseline, margin: 101pp }", "7:58: `margin`: `101pp` is out of range; allowed is 0pp to 100pp")]
    [InlineData("{ same: baseline, as: baseline, within: 1pp }", "7:10: `baseline` cannot do the same as itself; name two variants")]
    [InlineData(
        "{ causes.reset: -1 }",
        "7:26: `causes.reset`: `-1` is not a count; write a whole number, or >=, <=, > or < and a whole number, for example \"<= 5\"")]
    [InlineData("{ causes.rest: 0 }", "7:12: unknown key `causes.rest`; did you mean `causes.reset`?")]
    [InlineData(
        "{ map.evictions: 0, where: { group: feeds } }", "7:10: `map.evictions` counts the whole table, so `where` must not name a group")]
    [InlineData("{ causes.reset: 0, survival: '> 1%' }", "7:10: an expectation has either")]
    [InlineData("{ survivle: '> 1%' }", "7:12: unknown key `survivle`; did you mean `survival`?")]
    public void A_wrong_expectation_is_a_mistake_at_its_place(string expectation, string mistake) =>
        Assert.Contains(
            Given.Mistakes(Matrix + $"expect: [{expectation}]"),
            found => found.StartsWith($"{Given.File}:{mistake}", StringComparison.Ordinal));
}
