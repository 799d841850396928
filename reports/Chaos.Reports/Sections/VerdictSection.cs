using System.Diagnostics;
using Chaos.Reports.Text;
using Chaos.Runs;
using Chaos.Survival;

namespace Chaos.Reports.Sections;

/// <summary>The top of the page: the verdict in one sentence, the picture that shows why, and what was expected, folded.</summary>
internal static class VerdictSection
{
    public static Markup Render(ReportModel model)
    {
        RunResults results = model.Results;
        Markup question = results.Question.Length == 0 ? Markup.Empty : Markup.Of($"""<p class="question">{results.Question}</p>""");
        (string headline, string rest) = VerdictSentence.Of(model);
        Markup also = rest.Length == 0 ? Markup.Empty : Markup.Of($"""<p class="also">{rest}</p>""");
        Markup picture = Deciding.ColumnOf(model) is { } column
            ? CurveSection.Figure(model, column.Block, column.Column, isBrief: true) : Markup.Empty;
        return Markup.Of($"""
            <section id="verdict" class="verdict {ClassOf(results.Verdict)}" aria-labelledby="verdict-heading">
            <div class="why"><div>
            <h2 id="verdict-heading">{Badge(results.Verdict)}<span class="sentence">{headline}</span></h2>
            {also}{Remarks(model)}{Shortfall(results)}
            {question}
            <p class="basis">{Basis(model)}</p>
            {Expectations(results)}
            {SpentTable.Render(model)}
            </div><div class="picture">{picture}</div></div>
            </section>
            """);
    }

    private static Markup Remarks(ReportModel model) => model.Run.Remarks.Count == 0 ? Markup.Empty : Markup.Of(
        $"""<ul class="remarks">{model.Run.Remarks.Select(remark => Markup.Of($"<li>{remark}</li>"))}</ul>""");

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
        string[] counts =
        [
            .. new[] { Verdict.Fail, Verdict.Unknown, Verdict.Pass }
                .Select(verdict => (Word: Spelling.Of(verdict), Count: results.Expectations.Count(one => one.Verdict == verdict)))
                .Where(one => one.Count > 0).Select(one => $"{one.Count} {one.Word}"),
        ];
        Markup table = Table.Of(
            "Expectations",
            "cards",
            [
                Table.Head("verdict"), Table.Head("expectation"),
                Table.NumberHead("observed"), Table.NumberHead("margin"), Table.Head("basis"),
            ],
            results.Expectations.Select(one => Table.Row(
                Markup.Of($"<td>{Badge(one.Verdict)}</td>"),
                Table.CodeHead(one.Text),
                Markup.Of($"""<td class="number" data-label="observed">{one.Observed}</td>"""),
                Markup.Of($"""<td class="number" data-label="margin">{ShareText.Points(one.Margin)}</td>"""),
                Markup.Of($"""<td data-label="basis">{(one.Runs is { } runs ? $"{one.Basis}; {runs}" : one.Basis)}</td>"""))));
        return Markup.Of($"""
            <details id="expectations"><summary>{Numbers.Plural(results.Expectations.Count, "expectation")}: {string.Join(", ", counts)}</summary>
            {table}</details>
            """);
    }

    /// <summary>What the numbers rest on, and what the cell that the headline is about proves.</summary>
    private static string Basis(ReportModel model)
    {
        if (model.Cells.All(cell => cell.Repetitions == 1))
            return "Every number rests on one run per cell: no interval, and no word on how much another seed would differ.";
        CellResult? cell = Deciding.HeadlineCell(model);
        string rests = $"Numbers rest on {model.Basis}.";
        if (cell is not { Survival: { Lower: { } lower, Upper: { } upper }, Flows: { } flows }) return rests;
        string proves = ShareText.Interval(lower, upper) is var range && range == ShareText.AnythingIsPossible
            ? "which proves nothing" : $"which proves a survival of {range} (95 %)";
        return $"{rests} {CauseSection.Label(model, cell)}: {Numbers.Count(flows.Died + flows.Refused)} of "
            + $"{Numbers.Count(flows.Total)} flows "
            + $"died in {Numbers.Plural(cell.Repetitions, "run")}, {proves}.";
    }
}
