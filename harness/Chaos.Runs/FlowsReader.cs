using System.Globalization;
using Chaos.Model;

namespace Chaos.Runs;

/// <summary>Rows of `flows.csv` as records, with the line at hand for whoever finds something wrong later.</summary>
internal sealed class FlowsReader : IDisposable
{
    private static readonly string[] Columns = FlowsCsv.Header.Split(',');

    private readonly CsvRows rows;

    /// <summary>Cells, groups and flow names repeat over rows and repetitions: one string each.</summary>
    private readonly HashSet<string> strings = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> stringsBySpan;

    public FlowsReader(Stream stream, string file, bool withHeader = true)
    {
        rows = new CsvRows(stream, file, CsvLineEnds.Strict);
        stringsBySpan = strings.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!withHeader) return;
        bool header = rows.Next() && rows.FieldCount == Columns.Length;
        for (int column = 0; header && column < Columns.Length; column++)
            header = rows.Field(column).SequenceEqual(Columns[column]);

        if (!header) throw Damaged($"the header must be `{FlowsCsv.Header}`");
    }

    /// <summary>Null at the end of the file.</summary>
    public FlowRecord? Next()
    {
        if (!rows.Next()) return null;
        if (rows.FieldCount != Columns.Length)
            throw Damaged($"a row has {Columns.Length} fields, this one has {rows.FieldCount}");

        FlowRecord flow = new(
            Text(0), Repetition(1), Text(2), Text(3), Text(4), Time(5), Time(6), Time(7), Time(8),
            Member<FlowState>(9), Member<DeathCause>(10), Member<Mechanism>(11));
        return flow.Flaw() is { } flaw ? throw Damaged(flaw) : flow;
    }

    public DamagedRunException Damaged(string reason) => rows.Damaged(reason);

    public void Dispose() => rows.Dispose();

    private string Text(int column)
    {
        ReadOnlySpan<char> text = rows.Field(column);
        if (!stringsBySpan.TryGetValue(text, out string? known))
        {
            known = text.ToString();
            strings.Add(known);
        }

        return known;
    }

    private int Repetition(int column) =>
        int.TryParse(rows.Field(column), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw Wrong(column, "a whole number from 1");

    private long? Time(int column)
    {
        ReadOnlySpan<char> text = rows.Field(column);
        if (text.IsEmpty) return null;
        return Seconds.TryParse(text, out long nanoseconds) ? nanoseconds : throw Wrong(column, "seconds with six decimals, or empty");
    }

    private T Member<T>(int column)
        where T : struct, Enum => Spelling.TryParse(rows.Field(column), out T value)
            ? value
            : throw Wrong(column, $"one of {string.Join(", ", Spelling.All<T>())}");

    private DamagedRunException Wrong(int column, string expected)
    {
        ReadOnlySpan<char> text = rows.Field(column);
        string shown = text.Length > 40 ? $"{text[..40]}..." : text.ToString();
        return Damaged($"column {Columns[column]} is '{shown}', expected {expected}");
    }
}
