using Chaos.Reports.Charts;
using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports;

/// <summary>Survival curves as bars of text, for places that show no picture: a bar for each twentieth of the run, full at 100 %.</summary>
internal static class TextBars
{
    private const int Bars = 20, LongestName = 24;

    private const string Heights = " ▁▂▃▄▅▆▇█";

    /// <summary>The column that decides first, then the others in plan order, one text each.</summary>
    public static IEnumerable<string> Render(ReportModel model)
    {
        (GridBlock Block, string Column)? decides = Deciding.ColumnOf(model);
        (GridBlock Block, string Column)[] columns =
            [.. model.Grid.Blocks.SelectMany(block => block.Columns.Select(column => (block, column))).OrderByDescending(one =>
                one == decides)];
        if (columns.Length == 0) yield break;
        yield return "\n<details><summary>Survival over time</summary>\n\n```text\n";
        foreach ((GridBlock block, string column) in columns)
        {
            IReadOnlyList<Series> series = Series.Of(model, block, column, group: null);
            if (series.Count == 0) continue;
            double duration = block.Of(column).Max(cell => cell.Survival.At);
            yield return $"{Plain(model.Grid.PlaceText(block, column))} (0 to {Numbers.Duration(duration)})\n"
                + string.Concat(series.Select(one => $"  {Plain(one.Name).PadRight(LongestName)} {Line(one, duration)}\n"));
        }

        yield return "```\n\n</details>\n";
    }

    private static string Line(Series series, double duration)
    {
        IEnumerable<char> bars = Enumerable.Range(1, Bars).Select(place => series.Curve.SurvivalAt(duration * place / Bars) is { } share
            ? Heights[share > 0 ? Math.Max(1, (int)Math.Round(share * (Heights.Length - 1))) : 0] : '.');
        return $"|{string.Concat(bars)}| {ShareText.Percent(series.Curve.SurvivalAt(duration))}";
    }

    /// <summary>Inside a block of code nothing is markup but its end.</summary>
    private static string Plain(string text) =>
        Numbers.Shorten(text.ReplaceLineEndings(" ").Replace('`', '\'').Replace('<', '(').Replace('@', '('), 100);
}
