using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Chaos.Runs;
using Chaos.Survival;

namespace Chaos.Reports.Tests;

public class ReportWriterTests
{
    private const string Hostile = "<script>alert(1)</script>|`x`*@everyone* \"'&\u0001";

    [Fact]
    public void The_same_folder_is_the_same_bytes()
    {
        Assert.Equal(ReportWriter.Html(SampleRun.Create()), ReportWriter.Html(SampleRun.Create()));
        Assert.Equal(ReportWriter.Markdown(SampleRun.Create()), ReportWriter.Markdown(SampleRun.Create()));
        Assert.Equal(ReportWriter.JUnit(SampleRun.Create()), ReportWriter.JUnit(SampleRun.Create()));
    }

    [Fact]
    public void Two_thousand_cells_stay_under_three_megabytes_and_the_page_says_what_it_leaves_out()
    {
        RunContents small = SampleRun.Create();
        CellResult[] cells = [.. Enumerable.Range(0, 2000 / 6 + 1).SelectMany(place => small.Results.Cells.Select(cell => cell with
        {
            Id = $"rtt={place}ms,{cell.Id}", Axes = [new("rtt", $"{place}ms"), .. cell.Axes],
        }))];
        FlowRecord[] flows = [.. Enumerable.Range(0, 2000 / 6 + 1).SelectMany(
            place => small.Flows.Select(flow => flow with { Cell = $"rtt={place}ms,{flow.Cell}" }))];

        string html = ReportWriter.Html(small with { Results = small.Results with { Cells = cells }, Flows = flows });

        Assert.Equal(2004, cells.Length);
        Assert.InRange(Encoding.UTF8.GetByteCount(html), 100_000, 3_000_000);
        Assert.Contains("The first 600 of 2&#x202F;004 cells", html, StringComparison.Ordinal);
        Assert.Contains("\"333ms\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("The first ", ReportWriter.Html(small), StringComparison.Ordinal);
    }

    /// <summary>More deaths of one kind than a page shows, each with its loss.</summary>
    [Fact]
    public void A_page_is_the_same_without_the_events_that_it_does_not_show()
    {
        using ScratchFolder scratch = new();
        RunContents sample = SampleRun.Create();
        FlowRecord[] dead = [.. Enumerable.Range(0, 2000).Select(number => sample.Flows.First(flow => flow.State == FlowState.Died) with
        {
            Flow = $"feeds-{number + 10_000}", Repetition = 1,
        })];
        RunEvent loss = sample.Events.First(one => one.Kind == RunEventKind.Eviction);
        CellResult[] cells = [.. sample.Results.Cells.Select(cell => cell.Id == dead[0].Cell
            ? cell with { FlowRows = cell.Flows.Total + dead.Length } : cell)];
        using (RunFolder folder = RunFolder.Create(Path.Combine(scratch.FullPath, "run")))
        {
            folder.WriteScenario(sample.ScenarioYaml);
            folder.WriteResults(sample.Results with { Cells = cells });
            folder.WriteFlows(sample.Flows.Concat(dead));
            folder.WriteEvents(sample.Events.Concat(dead.Select(flow => loss with { Cell = flow.Cell, Repetition = 1, Flow = flow.Flow })));
            folder.WriteTable(sample.Table);
        }

        RunFolder written = RunFolder.Open(Path.Combine(scratch.FullPath, "run"));
        RunContents all = written.Read(), shown = written.ReadForReport();

        Assert.Equal(ReportWriter.Html(all), ReportWriter.Html(shown));
        Assert.InRange(shown.Events.Count, 1, all.Events.Count - 1000);
    }

    [Fact]
    public void The_page_names_nothing_on_the_network()
    {
        string html = ReportWriter.Html(SampleRun.Create());

        // The one address is the name of the SVG namespace in the script, which nobody fetches.
        Assert.Equal(["http://www.w3.org/2000/svg"], Regex.Matches(html, @"https?://[^\s""'<]+").Select(match => match.Value).Distinct());
        Assert.DoesNotMatch(@"(\bsrc\s*=|@import|url\()", html);
    }

    [Fact]
    public void Hostile_names_are_text_everywhere()
    {
        RunContents run = Everywhere(Hostile);

        string html = ReportWriter.Html(run);

        Assert.Single(Regex.Matches(html, "<script"));
        Assert.DoesNotContain("alert(1)<", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\"'&", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", ReportWriter.Markdown(run), StringComparison.Ordinal);
        Assert.DoesNotContain("@everyone", ReportWriter.Markdown(run), StringComparison.Ordinal);
        XElement suites = XElement.Parse(ReportWriter.JUnit(run));
        Assert.Contains(suites.Descendants("testcase"), one => one.Attribute("name")!.Value.Contains("<script>", StringComparison.Ordinal));
    }

    [Fact]
    public void Hostile_values_of_axes_cannot_end_the_data_that_the_maps_are_drawn_from()
    {
        const string hostile = "</script><script>alert(1)</script>";
        RunContents sample = SampleRun.Create();
        CellResult[] cells = [.. sample.Results.Cells.SelectMany(cell => new[] { hostile, "plain" }.Select(value => cell with
        {
            Id = $"{cell.Id},{value}", Axes = [.. cell.Axes, new("rtt", value)],
        }))];

        string html = ReportWriter.Html(sample with { Flows = [], Events = [], Results = sample.Results with { Cells = cells } });

        Assert.Equal(2, Regex.Count(html, "<script"));
        Assert.Equal(2, Regex.Count(html, "</script"));
    }

    [Fact]
    public void The_page_says_what_the_numbers_rest_on()
    {
        string html = ReportWriter.Html(SampleRun.Create());

        Assert.Contains("one run per cell", html, StringComparison.Ordinal);
        Assert.Contains("not under pressure", html, StringComparison.Ordinal);
        Assert.Contains("./chaos run scenarios/quickstart.yaml --seed 42", html, StringComparison.Ordinal);
        Assert.Contains("500 of 612 dead flows", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_chart_with_udp_flows_says_what_a_changed_port_means()
    {
        string html = ReportWriter.Html(SampleRun.Create());

        string[] figures = [.. Regex.Matches(html, "<figure>.*?</figure>", RegexOptions.Singleline).Select(match => match.Value)];
        Assert.Equal(15, figures.Length);
        Assert.All(figures.Where(figure => !figure.Contains("Cumulative incidence", StringComparison.Ordinal)), figure => Assert.Equal(
            !figure.Contains("<figcaption>calls", StringComparison.Ordinal),
            figure.Contains("<code>peer: strict</code>", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_run_without_cells_flows_or_expectations_still_makes_a_report()
    {
        RunContents sample = SampleRun.Create();
        RunResults nothing = sample.Results with { Cells = [], Expectations = [], Comparisons = [], Question = "" };
        RunContents empty = sample with { Flows = [], Events = [], Results = nothing };

        Assert.Contains("No flow was observed to the end.", ReportWriter.Html(empty), StringComparison.Ordinal);
        Assert.Contains("No flow was observed", ReportWriter.Markdown(empty), StringComparison.Ordinal);
        Assert.Equal("0", XElement.Parse(ReportWriter.JUnit(empty)).Element("testsuite")!.Attribute("tests")!.Value);
    }

    [Fact]
    public void The_control_arm_is_told_and_is_no_row_of_the_tables()
    {
        RunContents sample = SampleRun.Create();
        CellResult control = sample.Results.Cells[3] with { Id = CellResult.ControlId, Axes = [], Target = "none", Map = null };
        RunContents run = sample with { Results = sample.Results with { Backend = "docker", Cells = [.. sample.Results.Cells, control] } };

        string html = ReportWriter.Html(run);

        Assert.Contains("all 600 flows without a NAT survived", html, StringComparison.Ordinal);
        Assert.Equal(30, Regex.Count(html, "<td( class=\"law\")? style="));
    }

    [Fact]
    public void The_summary_stays_short_whatever_the_run()
    {
        RunContents sample = SampleRun.Create();
        ExpectationResult one = new("survival >= 99%", Verdict.Fail, "0 %", "one run", -1);
        ExpectationResult[] many = [.. Enumerable.Repeat(one, 5000)];

        string markdown = ReportWriter.Markdown(sample with { Results = sample.Results with { Expectations = many } });

        Assert.InRange(Encoding.UTF8.GetByteCount(markdown), 1, 100_000);
        Assert.EndsWith("report.html has it.\n", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void The_summary_has_a_row_per_variant_and_group()
    {
        string markdown = ReportWriter.Markdown(SampleRun.Create());

        Assert.Equal(
            "cilium-1.18 keeps 99.0 % of its worst group (calls) for 10 s at 2560 entries but fails 10.0 % of newcomers; baseline "
            + "10.0 % (feeds) and 0 %. Newcomers pay at 2560 entries: cilium-1.18 fails 10.0 % of them and keeps 99.0 % of its worst group "
            + "(calls); cilium-1.17 fails 0 % and keeps 11.5 % (feeds).",
            markdown.Split('\n')[2]);
        Assert.Contains(
            "| **baseline** | all | 29.5 % | 100 % (not under pressure) |\n|  | newcomers failing | 0 % | 0 % (not under pressure) |\n"
            + "|  | feeds | 10.0 % |", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Test_results_have_a_case_per_expectation_and_none_but_a_pass_looks_green()
    {
        RunContents sample = SampleRun.Create(invalid: "the generator fell behind");
        ExpectationResult[] expectations =
        [
            new("a", Verdict.Pass, "1", "one run", 0),
            new("b", Verdict.Fail, "2", "one run", 0),
            new("c", Verdict.Unknown, "3", "one run", null),
            new("d", Verdict.Unknown, "not judged here", "a part", null) { NotJudged = true },
        ];

        string xml = ReportWriter.JUnit(sample with { Results = sample.Results with { Expectations = expectations } });

        XElement suite = XElement.Parse(xml).Element("testsuite")!;
        Assert.Equal(
            ["5", "1", "2", "1"], ((string[])["tests", "failures", "errors", "skipped"]).Select(name => suite.Attribute(name)!.Value));
        Assert.Equal(
            ["system-out", "failure", "error", "skipped", "error"],
            suite.Elements("testcase").Select(one => one.Elements().Single().Name.LocalName));
    }

    [Fact]
    public void Test_results_have_a_case_per_cell_where_nothing_is_expected()
    {
        RunContents sample = SampleRun.Create();

        XElement suites = XElement.Parse(ReportWriter.JUnit(sample with { Results = sample.Results with { Expectations = [] } }));

        Assert.Equal(6, suites.Descendants("testcase").Count());
        Assert.Equal("2560 entries, baseline", suites.Descendants("testcase").First().Attribute("name")!.Value);
    }

    /// <summary>The sample with one text in every place that takes one.</summary>
    private static RunContents Everywhere(string text)
    {
        RunContents sample = SampleRun.Create(text);
        RunResults results = sample.Results;
        return sample with
        {
            ScenarioYaml = text,
            Events = [.. sample.Events.Select(one => one with { Half = text, Fault = text, Phase = text, Rule = text, By = text })],
            Results = results with
            {
                Scenario = text,
                Backend = text,
                MapEngine = text,
                Question = text,
                Replay = text,
                Environment = new RunEnvironment(text, text, text, 1, text),
                Expectations = [new(text, Verdict.Pass, text, text, 0)],
                Comparisons = [new(text, text, [new(text, text)], 0, null, null, null)],
                Cells = [.. results.Cells.Select(cell => cell with { Axes = [.. cell.Axes.Append(new(text, text))] })],
            },
        };
    }
}
