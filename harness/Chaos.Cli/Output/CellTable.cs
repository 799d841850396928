using System.Globalization;
using Chaos.Runs;

namespace Chaos.Cli.Output;

/// <summary>
/// The cells as lines of text, an axis a column. No word is ever broken: where a terminal is too narrow, columns that say least go, and a
/// line below tells which; in a pipe nothing goes, and no line ends in spaces.
/// </summary>
internal static class CellTable
{
    private const string Gap = "  ";

    /// <param name="results">The run.</param>
    /// <param name="width">Of the terminal, in characters; null: there is none.</param>
    public static IReadOnlyList<string> Lines(RunResults results, int? width)
    {
        // A shard may have only some repetitions of its cells.
        if (results.Cells.Count == 0) return ["no cell is complete in this part; `merge` joins the parts"];
        List<TextColumn> columns = [.. Columns(results).Where(column =>
            column.Cells.Any(cell => cell is not ("" or "-" or ShareText.None)))];
        List<string> left = [];
        while (width is { } most && WidthOf(columns) > most && columns.Any(column => column.Rank > 0))
        {
            TextColumn least = columns.MaxBy(column => column.Rank)!;
            columns.Remove(least);
            left.Add(least.Head);
        }

        int rows = results.Cells.Count;
        List<string> lines = [Line(columns, column => column.Head), new string('-', WidthOf(columns))];
        for (int row = 0; row < rows; row++)
        {
            int place = row;
            lines.Add(Line(columns, column => column.Cells[place]));
        }

        if (left.Count > 0) lines.Add($"not shown, the terminal is too narrow: {string.Join(", ", left)}");
        return lines;
    }

    private static IEnumerable<TextColumn> Columns(RunResults results)
    {
        IReadOnlyList<CellResult> cells = results.Cells;
        string[] axes = [.. cells.SelectMany(cell => cell.Axes).Select(axis => axis.Key).Distinct()];
        if (axes.Length == 0 || cells.Any(cell => cell.IsControl))
            yield return Text("cell", 0, cell => axes.Length == 0 || cell.IsControl ? cell.Id : "");
        foreach (string axis in axes) yield return Text(axis, 0, cell => cell.Axes.FirstOrDefault(one => one.Key == axis).Value ?? "");
        yield return Number("flows", 3, cell => Count(cell.Flows.Total));
        yield return Number("alive at the end", 0, cell => ShareText.WithInterval(cell.Survival));
        string[] groups = [.. cells.SelectMany(cell => cell.Groups).Select(group => group.Name).Distinct()];
        foreach (string group in groups.Where(_ => groups.Length > 1))
            yield return Number(
                group, 2, cell => ShareText.Percent(cell.Groups.FirstOrDefault(one => one.Name == group)?.Survival.Estimate));
        yield return Number("newcomers failing", 0, cell => ShareText.WithInterval(cell.Pressure?.FailedShare));
        if (cells.Any(cell => cell.Stopped is not null))
        {
            yield return Number("runs", 5, cell => Count(cell.Repetitions));
            yield return Number("seconds", 6, cell => cell.WallSeconds.ToString("0.0", CultureInfo.InvariantCulture));
        }

        if (cells.Any(cell => cell.Flows.LostAndRemade > 0))
            yield return Number("lost and remade", 7, cell => Count(cell.Flows.LostAndRemade));
        yield return Text("deaths by cause", 4, cell => cell.Causes.ToString());
        yield return Number("evictions", 8, cell => cell.Map is { } map ? Count(map.Evictions) : "-");

        TextColumn Text(string head, int rank, Func<CellResult, string> of) =>
            new(head, rank, IsNumber: false, [.. cells.Select(of).Select(Clean)]);
        TextColumn Number(string head, int rank, Func<CellResult, string> of) => new(head, rank, IsNumber: true, [.. cells.Select(of)]);
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Names may hold anything; a line stays one line.</summary>
    private static string Clean(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter));

    private static int WidthOf(IReadOnlyCollection<TextColumn> columns) => columns.Sum(column => column.Width)
        + (Gap.Length * (columns.Count - 1));

    private static string Line(IEnumerable<TextColumn> columns, Func<TextColumn, string> of) => string.Join(
        Gap, columns.Select(column => column.IsNumber ? of(column).PadLeft(column.Width) : of(column).PadRight(column.Width))).TrimEnd();

    /// <param name="Head">Its name.</param>
    /// <param name="Rank">0 always stays; of the others the highest goes first.</param>
    /// <param name="IsNumber">Right-aligned.</param>
    /// <param name="Cells">One for each row.</param>
    private sealed record TextColumn(string Head, int Rank, bool IsNumber, IReadOnlyList<string> Cells)
    {
        public int Width { get; } = Math.Max(Head.Length, Cells.Max(cell => cell.Length));
    }
}
