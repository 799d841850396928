using Chaos.Reports.Sections;
using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports;

/// <summary>
/// Several runs on one page: an index with their verdicts, then the first screen of each, with the way to its own report.
/// </summary>
internal static class RunIndex
{
    /// <param name="runs">Each with its name and the way to its report from where the page will be.</param>
    public static Markup Render(IReadOnlyList<(string Name, string Report, RunContents Run)> runs)
    {
        (string Name, string Report, ReportModel Model)[] all = [.. runs.Select(run => (run.Name, run.Report, new ReportModel(run.Run)))];
        Markup index = Table.Of(
            "Runs",
            "wrap",
            [
                Table.Head("verdict"), Table.Head("run"), Table.Head("scenario"), Table.Head("what it shows"), Table.NumberHead("cells"),
                Table.Head("backend"),
            ],
            all.Select((run, place) => Table.Row(
                Markup.Of($"<td>{VerdictSection.Badge(run.Model.Results.Verdict)}</td>"),
                Markup.Of($"""<th scope="row"><a href="#run-{place + 1}">{run.Name}</a></th>"""),
                Table.Cell(run.Model.Results.Scenario),
                Table.Cell(VerdictSentence.Of(run.Model).Headline),
                Table.Number(run.Model.Cells.Count),
                Table.Cell(run.Model.Results.Backend))));
        IEnumerable<Markup> sections = all.Select((run, place) => Section(run.Name, run.Report, run.Model, place + 1));
        return Page.Frame($"{runs.Count} runs", "Chaos · survival reports", $"{runs.Count} runs", Markup.Empty, Markup.Of($"""
            <section id="index" aria-labelledby="index-heading"><h2 id="index-heading">Index</h2>{index}</section>
            {sections}
            """));
    }

    private static Markup Section(string name, string report, ReportModel model, int number)
    {
        (string headline, string more) = VerdictSentence.Of(model);
        Markup picture = Deciding.ColumnOf(model) is { } column
            ? CurveSection.Figure(model, column.Block, column.Column, isBrief: true) : Markup.Empty;
        return Markup.Of($"""
            <section id="run-{number}" class="verdict" aria-labelledby="run-{number}-heading"><div class="why"><div>
            <h2 id="run-{number}-heading">{VerdictSection.Badge(model.Results.Verdict)}<span class="sentence">{headline}</span></h2>
            <p class="also">{more}</p><p class="question">{model.Results.Question}</p>
            <p><a href="{report}">{name}: the whole report</a></p></div><div class="picture">{picture}</div></div></section>
            """);
    }
}
