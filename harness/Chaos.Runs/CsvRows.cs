using System.Text;

namespace Chaos.Runs;

/// <summary>
/// RFC 4180 rows from a stream, one at a time, without an allocation per row: a field is a span of the row's own buffer, valid
/// until the next row. Quotes stand only around a whole field.
/// </summary>
public sealed class CsvRows : IDisposable
{
    private const int LongestRow = 1 << 20;

    /// <summary>What the decoder makes of bytes that are no UTF-8: no text holds this character, and it stands on its own line.</summary>
    private const char NotText = '\uffff';

    private readonly string file;
    private readonly CsvLineEnds lineEnds;
    private readonly StreamReader reader;
    private readonly List<(int Start, int Length)> fields = [];
    private char[] input = new char[1 << 16];
    private int position;
    private int filled;
    private char[] row = new char[1024];
    private int rowLength;
    private int nextLine = 1;

    /// <param name="stream">Read as UTF-8.</param>
    /// <param name="file">The name for error messages.</param>
    /// <param name="lineEnds">How rows end.</param>
    public CsvRows(Stream stream, string file, CsvLineEnds lineEnds)
    {
        this.file = file;
        this.lineEnds = lineEnds;
        Encoding marking = (Encoding)new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).Clone();
        marking.DecoderFallback = new DecoderReplacementFallback(NotText.ToString());
        reader = new StreamReader(stream, marking, detectEncodingFromByteOrderMarks: false, 1 << 16, leaveOpen: true);
        if (lineEnds == CsvLineEnds.Any && Fill() && input[0] == '\ufeff') position = 1;
    }

    /// <summary>The line on which the current row starts, from 1.</summary>
    public int Line { get; private set; }

    public int FieldCount => fields.Count;

    public ReadOnlySpan<char> Field(int index) => row.AsSpan(fields[index].Start, fields[index].Length);

    /// <summary>False at the end of the file.</summary>
    public bool Next()
    {
        Line = nextLine;
        fields.Clear();
        rowLength = 0;
        int character = Read();
        if (character < 0) return false;
        while (true)
        {
            int start = rowLength;
            character = character == '"' ? QuotedField() : PlainField(character);
            fields.Add((start, rowLength - start));
            switch (character)
            {
                case ',':
                    character = Read();
                    break;
                case '\n':
                    return true;
                case < 0 when lineEnds == CsvLineEnds.Any:
                    return true;
                case < 0:
                    throw Damaged("the row has no line feed at its end: the file is cut off");
                default:
                    throw Damaged("text after a closing quote");
            }
        }
    }

    public DamagedRunException Damaged(string reason, Exception? inner = null) => new(file, Line, reason, inner);

    public void Dispose() => reader.Dispose();

    /// <summary>Takes a field without quotes and returns what ended it: a comma, a line feed, or -1.</summary>
    private int PlainField(int character)
    {
        while (character is not (',' or '\n' or < 0))
        {
            if (character == '"') throw Damaged("a quote inside a field without quotes");
            if (character == '\r')
            {
                if (lineEnds == CsvLineEnds.Any && Read() == '\n') return '\n';
                throw Damaged("a carriage return; lines end with a line feed alone");
            }

            Append((char)character);
            character = Read();
        }

        return character;
    }

    /// <summary>Takes a field after its opening quote and returns the character after the closing one, or -1.</summary>
    private int QuotedField()
    {
        while (true)
        {
            int character = Read();
            if (character < 0) throw Damaged("a quote that never closes: the file is cut off");
            if (character == '"')
            {
                character = Read();
                if (character == '\r' && lineEnds == CsvLineEnds.Any) character = Read();
                if (character != '"') return character;
            }

            Append((char)character);
        }
    }

    private void Append(char character)
    {
        if (character is NotText or '\0') throw Damaged("not UTF-8 text; save the file as UTF-8");
        if (rowLength == row.Length)
        {
            if (rowLength >= LongestRow) throw Damaged($"a row longer than {LongestRow} characters");
            Array.Resize(ref row, row.Length * 2);
        }

        row[rowLength++] = character;
    }

    private int Read()
    {
        if (position == filled && !Fill()) return -1;
        char character = input[position++];
        nextLine += character == '\n' ? 1 : 0;
        return character;
    }

    private bool Fill()
    {
        filled = reader.Read(input, 0, input.Length);
        position = 0;
        return filled > 0;
    }
}

/// <summary>How rows end.</summary>
public enum CsvLineEnds
{
    /// <summary>A line feed after every row, the last one too: what we write ourselves. A file without it was cut off.</summary>
    Strict,

    /// <summary>
    /// CR LF too, the last row may end with the file, and a byte order mark may stand in front: what other programs write.
    /// </summary>
    Any,
}
