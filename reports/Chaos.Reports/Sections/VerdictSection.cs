using System.Diagnostics;
using Chaos.Reports.Text;
using Chaos.Runs;
using Chaos.Survival;

namespace Chaos.Reports.Sections;

/// <summary>The top of the page: the verdict, the sentence, what was expected.</summary>
internal static class VerdictSection
{
    public static Markup Render(ReportModel model)
    {
        RunResults results = model.Results;
        Markup question = results.Question.Length == 0 ? Markup.Empty : Markup.Of($"""<p class="question">{results.Question}</p>""");
        return Markup.Of($"""
            <section id="verdict" class="verdict {ClassOf(results.Verdict)}" aria-labelledby="verdict-heading">
            <h2 id="verdict-heading">{Badge(results.Verdict)}<span class="sentence">{VerdictSentence.For(model)}</span></h2>
            {Shortfall(results)}
            {question}
            {Expectations(results)}
            <p class="basis">{Basis(model)}</p>
            {SpentTable.Render(model)}
            </section>
            """);
    }

    /// <summary>A word and a sign, so that colour is never the only carrier.</summary>
    public static Markup Badge(Verdict verdict) =>
        Markup.Of($"""<span class="badge {ClassOf(verdict)}"><span aria-hidden="true">{Sign(verdict)} </span>{Word(verdict)}</span>""");

    public static string Word(Verdict verdict) => verdict == Verdict.None ? "NO EXPECTATIONS" : Spelling.Of(verdict).ToUpperInvariant();

    private static string ClassOf(Verdict verdict) => verdict == Verdict.None ? "none" : Spelling.Of(verdict);

    private static string Sign(Verdict verdict) => verdict switch
    {
        Verdict.None => "–",
        Verdict.Pass => "✓",
        Verdict.Fail => "✕",
        Verdict.Unknown => "?",
        _ => throw new UnreachableException(),
    };

    private static Markup Shortfall(RunResults results) =>
        VerdictSentence.Shortfall(results) is { } shortfall ? Markup.Of($"""<p class="shortfall">{shortfall}</p>""") : Markup.Empty;

    private static Markup Expectations(RunResults results)
    {
        if (results.Expectations.Count == 0)
            return Markup.Of($"<p>The scenario expects nothing, so there is nothing to fail.</p>");
        return Table.Of(
            "Expectations",
            "",
            [
                Table.Head("verdict"), Table.Head("expectation"),
                Table.NumberHead("observed"), Table.NumberHead("margin"), Table.Head("basis"),
            ],
            results.Expectations.Select(one => Table.Row(
                Markup.Of($"<td>{Badge(one.Verdict)}</td>"),
                Table.CodeHead(one.Text),
                Table.Number(one.Observed),
                Table.Number(ShareText.Points(one.Margin)),
                Table.Cell(one.Runs is { } runs ? $"{one.Basis}; {runs}" : one.Basis))));
    }

    private static string Basis(ReportModel model) => model.Cells.All(cell => cell.Repetitions == 1)
        ? "Every number rests on one run per cell: no interval, and no word on how much another seed would differ."
        : $"Numbers rest on {model.Basis}; intervals are shown where they were computed.";
}
