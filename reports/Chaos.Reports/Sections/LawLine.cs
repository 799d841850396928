using Chaos.Reports.Text;

namespace Chaos.Reports.Sections;

/// <summary>Where the law of the cliff, 2 (F + lambda T), runs through a row of map sizes.</summary>
internal static class LawLine
{
    /// <summary>This column is the first of its row whose map has as many entries as the law asks for.</summary>
    public static bool StandsBefore(ReportModel model, GridBlock block, string row, string column)
    {
        if (!model.Grid.ColumnsAreMapSizes || block.At(row, column)?.LawEntries is not { } law || SizeOf(column) < law) return false;
        return !block.Columns.Any(other => SizeOf(other) is { } size && size >= law && size < SizeOf(column));
    }

    /// <summary>A sentence about the line, where it is drawn.</summary>
    public static Markup Note(ReportModel model)
    {
        long[] laws = [.. model.Cells.Select(cell => cell.LawEntries).OfType<long>().Distinct().Order()];
        if (!model.Grid.ColumnsAreMapSizes || laws.Length == 0) return Markup.Empty;
        string entries = laws.Length == 1 ? Numbers.Count(laws[0]) : $"{Numbers.Count(laws[0])} to {Numbers.Count(laws[^1])}";
        return Markup.Of($"""
            <p class="basis"><span class="law-mark" aria-hidden="true"></span> The law 2 (F + λT) asks for {entries} entries here: maps to the right of
            the line have as many. It holds where churn is unanswered, or each packet marks only its own entry; answered churn moves the cliff.</p>
            """);
    }

    /// <summary>Entries; binary suffixes as a scenario spells them.</summary>
    public static long? SizeOf(string text)
    {
        (string digits, long factor) = text switch
        {
            [.. string number, 'K', 'i'] => (number, 1L << 10),
            [.. string number, 'M', 'i'] => (number, 1L << 20),
            _ => (text, 1L),
        };
        return long.TryParse(digits, out long value) ? value * factor : null;
    }
}
