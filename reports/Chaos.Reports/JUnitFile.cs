using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Chaos.Reports.Sections;
using Chaos.Runs;
using Chaos.Survival;

namespace Chaos.Reports;

/// <summary>
/// The run as test results: a failed expectation is a failure, an unknown one an error, because neither may look green; one that this part
/// of a matrix cannot judge is skipped.
/// </summary>
internal static class JUnitFile
{
    public static string Render(ReportModel model)
    {
        RunResults results = model.Results;
        List<XElement> cases = results.Expectations.Count > 0
            ? [.. results.Expectations.Select(one => one.NotJudged ? Skipped(results, one) : Judged(results, one))]
            : [.. model.Cells.Select(cell => Case(results, CauseSection.Label(model, cell), Verdict.Pass, Shares(cell)))];
        cases.AddRange(results.Invalid.Select(reason => Case(results, $"the run is valid: {reason}", Verdict.Unknown, reason)));

        XElement suite = new(
            "testsuite",
            new XAttribute("name", Clean(results.Scenario)),
            new XAttribute("tests", cases.Count),
            new XAttribute("failures", cases.Count(one => one.Element("failure") is not null)),
            new XAttribute("errors", cases.Count(one => one.Element("error") is not null)),
            new XAttribute("skipped", cases.Count(one => one.Element("skipped") is not null)),
            new XAttribute("time", results.Cells.Sum(cell => cell.WallSeconds).ToString("F3", CultureInfo.InvariantCulture)),
            cases,
            new XElement("system-out", Clean(VerdictSentence.For(model))));
        string suites = new XElement("testsuites", suite).ToString().ReplaceLineEndings("\n");
        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{suites}\n";
    }

    private static string Shares(CellResult cell) =>
        $"survival {ShareText.Percent(cell.Survival.Estimate)}, newcomers failing {ShareText.Percent(cell.Pressure?.FailedEstimate)}";

    private static XElement Judged(RunResults results, ExpectationResult one) =>
        Case(results, one.Text, one.Verdict, $"observed {one.Observed} ({one.Basis})");

    private static XElement Skipped(RunResults results, ExpectationResult one) =>
        new("testcase", Names(results, one.Text), new XElement("skipped", new XAttribute("message", Clean(one.Observed))));

    private static XAttribute[] Names(RunResults results, string name) =>
        [new XAttribute("classname", Clean(results.Scenario)), new XAttribute("name", Clean(name))];

    private static XElement Case(RunResults results, string name, Verdict verdict, string observed)
    {
        XElement one = new("testcase", Names(results, name));
        string again = Clean($"Again: {results.Replay}");
        XElement outcome = verdict switch
        {
            Verdict.Fail => new XElement("failure", new XAttribute("message", Clean(observed)), again),
            Verdict.Unknown => new XElement("error", new XAttribute("message", Clean($"unknown: {observed}")), again),
            _ => new XElement("system-out", Clean(observed)),
        };
        one.Add(outcome);
        return one;
    }

    /// <summary>XML 1.0 has no way to write some characters at all.</summary>
    private static string Clean(string text)
    {
        StringBuilder clean = new(text.Length);
        for (int index = 0; index < text.Length; index++)
        {
            if (XmlConvert.IsXmlChar(text[index]))
                clean.Append(text[index]);
            else if (index + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[index + 1], text[index]))
                clean.Append(text, index++, 2);
            else
                clean.Append('\ufffd');
        }

        return clean.ToString();
    }
}
