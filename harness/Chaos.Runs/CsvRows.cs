using System.Text;

namespace Chaos.Runs;

/// <summary>
/// RFC 4180 rows from a stream, one at a time, without an allocation per row: a field is a span of the row's own buffer, valid
/// until the next row. Strict: LF only, quotes only around a whole field, a line feed after the last row.
/// </summary>
internal sealed class CsvRows : IDisposable
{
    private const int LongestRow = 1 << 20;

    private readonly string _file;
    private readonly StreamReader _reader;
    private readonly List<(int Start, int Length)> _fields = [];
    private char[] _input = new char[1 << 16];
    private int _position;
    private int _filled;
    private char[] _row = new char[1024];
    private int _rowLength;
    private int _nextLine = 1;

    public CsvRows(Stream stream, string file)
    {
        _file = file;
        UTF8Encoding strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        _reader = new StreamReader(stream, strict, detectEncodingFromByteOrderMarks: false, 1 << 16, leaveOpen: true);
    }

    /// <summary>The line on which the current row starts, from 1.</summary>
    public int Line { get; private set; }

    public int FieldCount => _fields.Count;

    public ReadOnlySpan<char> Field(int index) => _row.AsSpan(_fields[index].Start, _fields[index].Length);

    /// <summary>False at the end of the file.</summary>
    public bool Next()
    {
        Line = _nextLine;
        _fields.Clear();
        _rowLength = 0;
        int character = Read();
        if (character < 0)
        {
            return false;
        }

        while (true)
        {
            int start = _rowLength;
            character = character == '"' ? QuotedField() : PlainField(character);
            _fields.Add((start, _rowLength - start));
            switch (character)
            {
                case ',':
                    character = Read();
                    break;
                case '\n':
                    return true;
                case < 0:
                    throw Damaged("the row has no line feed at its end: the file is cut off");
                default:
                    throw Damaged("text after a closing quote");
            }
        }
    }

    public DamagedRunException Damaged(string reason, Exception? inner = null) => new(_file, Line, reason, inner);

    public void Dispose() => _reader.Dispose();

    /// <summary>Takes a field without quotes and returns what ended it: a comma, a line feed, or -1.</summary>
    private int PlainField(int character)
    {
        while (character is not (',' or '\n' or < 0))
        {
            if (character is '"' or '\r')
            {
                throw Damaged(character == '"'
                    ? "a quote inside a field without quotes"
                    : "a carriage return; lines end with a line feed alone");
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
            if (character < 0)
            {
                throw Damaged("a quote that never closes: the file is cut off");
            }

            if (character == '"')
            {
                character = Read();
                if (character != '"')
                {
                    return character;
                }
            }

            Append((char)character);
        }
    }

    private void Append(char character)
    {
        if (_rowLength == _row.Length)
        {
            if (_rowLength >= LongestRow)
            {
                throw Damaged($"a row longer than {LongestRow} characters");
            }

            Array.Resize(ref _row, _row.Length * 2);
        }

        _row[_rowLength++] = character;
    }

    private int Read()
    {
        if (_position == _filled && !Fill())
        {
            return -1;
        }

        char character = _input[_position++];
        _nextLine += character == '\n' ? 1 : 0;
        return character;
    }

    private bool Fill()
    {
        try
        {
            _filled = _reader.Read(_input, 0, _input.Length);
        }
        catch (DecoderFallbackException invalid)
        {
            throw Damaged("not UTF-8 text, on this line or shortly after it", invalid);
        }

        _position = 0;
        return _filled > 0;
    }
}
