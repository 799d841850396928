using Chaos.Reports.Comparing;
using Chaos.Runs;
using Chaos.Survival;

namespace Chaos.Reports.Tests;

/// <summary>Runs side by side: a later one is no worse than the first by a margin, and what else differs is said.</summary>
public class ComparisonTests
{
    [Fact]
    public void A_run_is_no_worse_than_itself_and_nothing_differs()
    {
        RunContents compared = Compare(SampleRun.Create(), SampleRun.Create());

        Assert.Equal(Verdict.Pass, compared.Results.Verdict);
        Assert.Empty(compared.Remarks);
        // Six cells with three groups and newcomers each.
        Assert.Equal(24, compared.Results.Expectations.Count);
        Assert.Equal(12, compared.Results.Cells.Count);
    }

    [Fact]
    public void A_run_that_keeps_fewer_flows_than_the_margin_allows_fails_and_the_page_names_the_cell()
    {
        RunContents before = SampleRun.Create(), after = Worse(before, by: 0.2);

        RunContents compared = Compare(before, after);

        Assert.Equal(Verdict.Fail, compared.Results.Verdict);
        ExpectationResult failed = compared.Results.Expectations.First(claim => claim.Verdict == Verdict.Fail);
        Assert.Equal("after no worse than before by 1.0 pp, of survival where mapSize=2560, variant=cilium-1.18, group=feeds", failed.Text);
        Assert.Contains("for 10 s at", VerdictSentence.For(new ReportModel(compared)), StringComparison.Ordinal);
        Assert.StartsWith("after keeps", VerdictSentence.For(new ReportModel(compared)), StringComparison.Ordinal);
        Assert.Equal(Verdict.Pass, Compare(before, after, margin: 0.25).Results.Verdict);
    }

    [Fact]
    public void With_repetitions_the_interval_decides_and_it_leaves_open_what_it_must()
    {
        RunContents before = SampleRun.Create(), after = Worse(before, by: 0);
        CellResult Repeated(CellResult cell, double[] shares) => cell with
        {
            Repetitions = shares.Length,
            Groups = [],
            Pressure = null,
            Survival = new SurvivalEstimate(10, shares.Average(), 0.5, 1, [.. shares.Select(share => (double?)share)]),
        };
        RunContents Run(params double[] shares) =>
            before with { Results = before.Results with { Cells = [Repeated(before.Results.Cells[0], shares)] }, Flows = [] };

        Assert.Equal(Verdict.Fail, Compare(Run(0.9, 0.91, 0.9, 0.91), Run(0.5, 0.51, 0.5, 0.5)).Results.Verdict);
        Assert.Equal(Verdict.Unknown, Compare(Run(0.9, 0.91, 0.9, 0.91), Run(0.9, 0.89, 0.91, 0.9)).Results.Verdict);
        Assert.Equal(Verdict.Pass, Compare(Run(0.9, 0.91, 0.9, 0.91), Run(0.91, 0.9, 0.9, 0.91), margin: 0.2).Results.Verdict);
        Assert.NotNull(after);
    }

    [Fact]
    public void Other_scenarios_seeds_and_cells_are_said_and_runs_with_no_cell_in_common_settle_nothing()
    {
        RunContents before = SampleRun.Create();
        RunContents after = before with
        {
            ScenarioYaml = before.ScenarioYaml + "seed: 7\n",
            Results = before.Results with { Seed = 7, MapEngine = "kernel", Cells = [.. before.Results.Cells.Take(2)] },
        };

        RunContents compared = Compare(before, after);

        Assert.Equal(
            [
                "after and before are of different scenarios: + seed: 7.",
                "They differ in seed: before has 42, after 7.",
                "They differ in map engine: before has csharp, after kernel.",
                "Cells of one run alone are not compared: 4 of before, 0 of after.",
            ],
            compared.Remarks);
        Assert.Contains("before has csharp, after kernel", ReportWriter.Html(compared), StringComparison.Ordinal);
        RunContents apart = after with { Results = after.Results with { Cells = [before.Results.Cells[4]] } };
        Assert.Equal(
            Verdict.Unknown,
            Compare(before with { Results = before.Results with { Cells = [.. before.Results.Cells.Take(2)] } }, apart).Results.Verdict);
    }

    [Fact]
    public void An_index_has_each_run_with_its_verdict_and_the_way_to_its_report()
    {
        string html = ReportWriter.Index([("first", "a/report.html", SampleRun.Create()), ("second", "b/report.html", SampleRun.Create())]);

        Assert.Contains("href=\"#run-2\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"b/report.html\"", html, StringComparison.Ordinal);
    }

    private static RunContents Compare(RunContents before, RunContents after, double margin = 0.01) =>
        RunComparison.Of([("before", before), ("after", after)], margin, margin, "./chaos compare before after");

    /// <summary>The same with fewer survivors in the cell of the best variant.</summary>
    private static RunContents Worse(RunContents run, double by)
    {
        CellResult cell = run.Results.Cells[2];
        GroupResult group = cell.Groups[0];
        CellResult worse = cell with
        {
            Groups = [group with { Survival = group.Survival with { Estimate = group.Survival.Estimate - by } }, .. cell.Groups.Skip(1)],
        };
        return run with { Results = run.Results with { Cells = [.. run.Results.Cells.Select(one => one.Id == cell.Id ? worse : one)] } };
    }
}
