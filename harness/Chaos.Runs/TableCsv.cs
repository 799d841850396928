using System.Globalization;

namespace Chaos.Runs;

/// <summary>`table.csv`: the table over time, a row a second for each repetition; spelled as `flows.csv` is.</summary>
public static class TableCsv
{
    public const string Header = "cell,repetition,time,entries,capacity,evictions,refusals,restoredReverse,restoredOriginal,"
        + "allocationFailures,watchedHalves";

    private static readonly string[] Columns = Header.Split(',');

    public static void Write(Stream stream, IEnumerable<TableSample> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        using StreamWriter writer = CsvWriting.Begin(stream, Header);
        WriteAll(writer, samples);
    }

    /// <summary>The same without the header.</summary>
    internal static void WriteRows(Stream stream, IEnumerable<TableSample> samples)
    {
        using StreamWriter writer = CsvWriting.Continue(stream);
        WriteAll(writer, samples);
    }

    private static void WriteAll(StreamWriter writer, IEnumerable<TableSample> samples)
    {
        foreach (TableSample one in samples)
        {
            string cell = one.Cell.Replace("\"", "\"\"", StringComparison.Ordinal);
            writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"\"{cell}\",{one.Repetition},{Seconds.Format(one.TimeNs)},{one.Entries},{one.Capacity},{one.Evictions},{one.Refusals},"
                    + $"{one.RestoredReverse},{one.RestoredOriginal},{one.AllocationFailures},{one.WatchedHalves}\n"));
        }
    }

    /// <param name="stream">Read to its end.</param>
    /// <param name="file">The name for error messages.</param>
    /// <exception cref="DamagedRunException">While enumerating: anything that <see cref="Write"/> would not have written.</exception>
    public static IEnumerable<TableSample> Read(Stream stream, string file)
    {
        using CsvRows rows = new(stream, file, CsvLineEnds.Strict);
        if (!rows.Next() || !Enumerable.Range(0, rows.FieldCount).Select(column => rows.Field(column).ToString()).SequenceEqual(Columns))
            throw rows.Damaged($"the header must be `{Header}`");
        foreach (TableSample sample in Rows(rows)) yield return sample;
    }

    /// <summary>The same without a header.</summary>
    internal static IEnumerable<TableSample> ReadRows(Stream stream, string file)
    {
        using CsvRows rows = new(stream, file, CsvLineEnds.Strict);
        foreach (TableSample sample in Rows(rows)) yield return sample;
    }

    private static IEnumerable<TableSample> Rows(CsvRows rows)
    {
        string cell = "";
        while (rows.Next())
        {
            if (rows.FieldCount != Columns.Length)
                throw rows.Damaged($"a row has {Columns.Length} fields, this one has {rows.FieldCount}");
            // Rows of one cell stand together: one string for all of them.
            if (!rows.Field(0).SequenceEqual(cell)) cell = rows.Field(0).ToString();
            yield return new TableSample(
                cell, (int)Number(rows, 1, int.MaxValue), Time(rows, 2), (int)Number(rows, 3, int.MaxValue),
                (int)Number(rows, 4, int.MaxValue), Number(rows, 5), Number(rows, 6), Number(rows, 7), Number(rows, 8), Number(rows, 9),
                rows.Field(10).IsEmpty ? null : (int)Number(rows, 10, int.MaxValue));
        }
    }

    private static long Number(CsvRows rows, int column, long most = long.MaxValue) =>
        long.TryParse(rows.Field(column), NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value <= most
            ? value : throw Wrong(rows, column, "a whole number from 0");

    private static long Time(CsvRows rows, int column) =>
        Seconds.TryParse(rows.Field(column), out long time) ? time : throw Wrong(rows, column, "seconds with six decimals");

    private static DamagedRunException Wrong(CsvRows rows, int column, string expected)
    {
        ReadOnlySpan<char> text = rows.Field(column);
        return rows.Damaged($"column {Columns[column]} is '{(text.Length > 40 ? $"{text[..40]}..." : text.ToString())}', expected "
            + $"{expected}");
    }
}
