using System.Text;
using System.Text.Encodings.Web;
using Chaos.Reports.Sections;
using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports;

/// <summary>The run for a pull request or a job summary, where a page would not fit.</summary>
internal static class MarkdownSummary
{
    /// <summary>A job summary is cut without warning when it is too long: we stop earlier and say so.</summary>
    private const int LongestBytes = 96 * 1024;

    private const string Characters = "\\`*_[]|~@";

    public static string Render(ReportModel model)
    {
        StringBuilder text = new();
        int bytes = 0;
        foreach (string part in Parts(model))
        {
            bytes += Encoding.UTF8.GetByteCount(part);
            if (bytes > LongestBytes)
            {
                text.Append("\nThe rest would be too long for a summary; report.html has it.\n");
                break;
            }

            text.Append(part);
        }

        return text.ToString();
    }

    /// <summary>Data as text that is neither markup nor a mention, on one line.</summary>
    internal static string Escape(string value)
    {
        StringBuilder escaped = new();
        string oneLine = HtmlEncoder.Default.Encode(value.ReplaceLineEndings(" "));
        foreach (char character in oneLine.Replace("&#x2B;", "+", StringComparison.Ordinal))
        {
            // A numeric reference is text to every reader; a backslash would leave @names as mentions.
            escaped.Append(Characters.Contains(character) ? $"&#{(int)character};" : character);
        }

        return escaped.ToString();
    }

    private static IEnumerable<string> Parts(ReportModel model)
    {
        RunResults results = model.Results;
        yield return $"## {VerdictSection.Word(results.Verdict)}: {Escape(results.Scenario)}\n\n{Escape(VerdictSentence.For(model))}\n";
        if (VerdictSentence.Shortfall(results) is { } shortfall) yield return $"\n**{Escape(shortfall)}**\n";
        yield return $"\n{Escape(results.Backend)} backend, seed {results.Seed}, {model.Basis}. "
            + $"{RoundTrip(model)}{Tail(results)}Again: <code>{Escape(results.Replay)}</code>\n";
        foreach (string part in Expectations(results))
            yield return part;

        foreach (GridBlock block in model.Grid.Blocks)
            foreach (string part in Survival(model, block))
                yield return part;
        foreach (string part in TextBars.Render(model)) yield return part;
    }

    private static IEnumerable<string> Expectations(RunResults results)
    {
        if (results.Expectations.Count == 0) yield break;
        yield return "\n| verdict | expectation | observed | margin | basis |\n|---|---|--:|--:|---|\n";
        foreach (ExpectationResult one in results.Expectations)
        {
            yield return $"| {VerdictSection.Word(one.Verdict)} | {Escape(one.Text)} | {Escape(one.Observed)} "
                + $"| {ShareText.Points(one.Margin)} | {Escape(one.Runs is { } runs ? $"{one.Basis}; {runs}" : one.Basis)} |\n";
        }
    }

    private static string RoundTrip(ReportModel model) =>
        RoundTripText.Of(model.Cells.Select(cell => cell.RoundTripSeconds)) is { } text ? $"Round trip {text}. " : "";

    private static string Tail(RunResults results) => results.TailRule is null ? "" : $"Alive at the end {TailText.Of(results)}. ";

    private static IEnumerable<string> Survival(ReportModel model, GridBlock block)
    {
        Grid grid = model.Grid;
        string title = block.Title.Length == 0 ? "" : $", {Escape(block.Title)}";
        yield return $"\n### Survival at the end, and newcomers that fail{title}\n\n"
            + $"| | flows |{string.Concat(block.Columns.Select(column => $" {Escape(grid.ColumnText(column))} |"))}\n"
            + $"|---|---|{string.Concat(block.Columns.Select(_ => "--:|"))}\n";
        foreach (string row in grid.Rows.Where(row => block.Columns.Any(column => block.At(row, column) is not null)))
        {
            yield return Row($"**{Escape(grid.RowText(row))}**", "all", block, cell => cell.Survival, row);
            if (model.PressureNames.Count > 0)
                yield return Row("", "newcomers failing", block, cell => cell.Pressure?.FailedShare, row);
            foreach (string group in model.GroupNames.Where(_ => model.GroupNames.Count > 1))
            {
                yield return Row(
                    "", Escape(group), block, cell => cell.Groups.FirstOrDefault(one => one.Name == group)?.Survival, row);
            }
        }
    }

    private static string Row(string head, string group, GridBlock block, Func<CellResult, ShareEstimate?> share, string row)
    {
        IEnumerable<string> cells = block.Columns.Select(column => block.At(row, column) is { } cell
            ? $" {Escape(ShareText.WithInterval(share(cell)))}{(cell.NotUnderPressure ? " (not under pressure)" : "")} |"
            : $" {ShareText.None} |");
        return $"| {head} | {group} |{string.Concat(cells)}\n";
    }
}
