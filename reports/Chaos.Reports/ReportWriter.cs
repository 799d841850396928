using Chaos.Runs;

namespace Chaos.Reports;

/// <summary>A run folder in the forms that people and machines read. Pure: the same run is the same bytes.</summary>
public static class ReportWriter
{
    /// <summary>Writes all forms of a run folder from what it holds.</summary>
    public static void WriteAll(RunFolder folder) => WriteAll(folder, folder.ReadForReport());

    /// <summary>The same where the folder has been read already.</summary>
    public static void WriteAll(RunFolder folder, RunContents contents)
    {
        ArgumentNullException.ThrowIfNull(folder);
        folder.WriteReport(Html(contents));
        folder.WriteSummary(Markdown(contents));
        folder.WriteJUnit(JUnit(contents));
    }

    /// <summary>`report.html`: one self-contained page.</summary>
    public static string Html(RunContents run) => Page.Render(new ReportModel(run)).ToString();

    /// <summary>One page of several runs, with an index.</summary>
    /// <param name="runs">Each with its name and the way to its own report from where the page will be.</param>
    public static string Index(IReadOnlyList<(string Name, string Report, RunContents Run)> runs) => RunIndex.Render(runs).ToString();

    /// <summary>`summary.md`: GitHub Markdown, below 100 KB.</summary>
    public static string Markdown(RunContents run) => MarkdownSummary.Render(new ReportModel(run));

    /// <summary>`metrics.prom`: OpenMetrics text.</summary>
    public static string Metrics(RunResults run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return OpenMetrics.Render(run);
    }

    /// <summary>`junit.xml`: one test case per expectation, per cell where nothing is expected.</summary>
    public static string JUnit(RunContents run) => JUnitFile.Render(new ReportModel(run));
}
