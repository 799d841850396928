using System.Globalization;

namespace Chaos.Runs;

/// <summary>Rows of `flows.csv` as records, with the line at hand for whoever finds something wrong later.</summary>
internal sealed class FlowsReader : IDisposable
{
    private static readonly string[] Columns = FlowsCsv.Header.Split(',');

    private readonly CsvRows _rows;

    /// <summary>Cells, groups and flow names repeat over rows and repetitions: one string each.</summary>
    private readonly HashSet<string> _strings = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _stringsBySpan;

    public FlowsReader(Stream stream, string file)
    {
        _rows = new CsvRows(stream, file, CsvLineEnds.Strict);
        _stringsBySpan = _strings.GetAlternateLookup<ReadOnlySpan<char>>();
        bool header = _rows.Next() && _rows.FieldCount == Columns.Length;
        for (int column = 0; header && column < Columns.Length; column++)
        {
            header = _rows.Field(column).SequenceEqual(Columns[column]);
        }

        if (!header)
        {
            throw Damaged($"the header must be `{FlowsCsv.Header}`");
        }
    }

    /// <summary>Null at the end of the file.</summary>
    public FlowRecord? Next()
    {
        if (!_rows.Next())
        {
            return null;
        }

        if (_rows.FieldCount != Columns.Length)
        {
            throw Damaged($"a row has {Columns.Length} fields, this one has {_rows.FieldCount}");
        }

        FlowRecord flow = new(
            Text(0), Repetition(1), Text(2), Text(3), Text(4), Time(5), Time(6), Time(7), Time(8),
            Member<FlowState>(9), Member<DeathCause>(10), Member<Mechanism>(11));
        return flow.Flaw() is { } flaw ? throw Damaged(flaw) : flow;
    }

    public DamagedRunException Damaged(string reason) => _rows.Damaged(reason);

    public void Dispose() => _rows.Dispose();

    private string Text(int column)
    {
        ReadOnlySpan<char> text = _rows.Field(column);
        if (!_stringsBySpan.TryGetValue(text, out string? known))
        {
            known = text.ToString();
            _strings.Add(known);
        }

        return known;
    }

    private int Repetition(int column) =>
        int.TryParse(_rows.Field(column), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw Wrong(column, "a whole number from 1");

    private long? Time(int column)
    {
        ReadOnlySpan<char> text = _rows.Field(column);
        if (text.IsEmpty)
        {
            return null;
        }

        return Seconds.TryParse(text, out long nanoseconds) ? nanoseconds : throw Wrong(column, "seconds with six decimals, or empty");
    }

    private T Member<T>(int column)
        where T : struct, Enum => Spelling.TryParse(_rows.Field(column), out T value)
            ? value
            : throw Wrong(column, $"one of {string.Join(", ", Spelling.All<T>())}");

    private DamagedRunException Wrong(int column, string expected)
    {
        ReadOnlySpan<char> text = _rows.Field(column);
        string shown = text.Length > 40 ? $"{text[..40]}..." : text.ToString();
        return Damaged($"column {Columns[column]} is '{shown}', expected {expected}");
    }
}
