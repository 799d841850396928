using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Chaos.Runs;

/// <summary>
/// A finished repetition in a file of its own: its rows, spelled as the files of the run spell them, then its facts as one line of JSON,
/// then one line with the lengths of these parts and their checksums. It appears under its name when it is whole.
/// </summary>
/// <remarks>
/// The bytes are not forced to disk, which a sweep of small cells would wait for: a killed process loses nothing, and what a machine
/// without power has lost does not match its checksum, so it is run again.
/// </remarks>
public sealed class RepetitionFile : IRepetitionRows
{
    private const string Mark = "chaos-repetition 1";
    private const int Digits = 15;
    private const int HashLength = 64;
    private const int BufferSize = 1 << 16;

    /// <summary>The mark, five numbers, two hashes, each after a space, and the line feed.</summary>
    private static readonly int FooterLength = Mark.Length + (5 * (Digits + 1)) + (2 * (HashLength + 1)) + 1;

    private readonly string path;
    private readonly Footer footer;

    private RepetitionFile(string path, Footer footer, RepetitionFacts facts)
    {
        this.path = path;
        this.footer = footer;
        Facts = facts;
    }

    public RepetitionFacts Facts { get; }

    public int FlowCount => (int)footer.Rows;

    /// <summary>Of the rows: equal for repetitions that came to the same.</summary>
    private string RowsHash => footer.RowsHash;

    /// <summary>Whether it came to the same, whatever time that took.</summary>
    public bool IsSameAs(RepetitionFile other) => RowsHash == other.RowsHash && FactsText == other.FactsText;

    private string FactsText => JsonSerializer.Serialize(Facts with { Seconds = 0 }, FactsJson.Default.RepetitionFacts);

    /// <summary>Writes the rows as they come, and commits the file by its name.</summary>
    /// <exception cref="StorageException">The system refuses; there is no such file then.</exception>
    public static RepetitionFile Write(
        string path, RepetitionFacts facts, IEnumerable<FlowRecord> flows, IEnumerable<RunEvent> events, IEnumerable<TableSample> table)
    {
        string temporary = path + ".tmp";
        try
        {
            Footer footer;
            using (FileStream file = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None, BufferSize))
                footer = Write(file, facts, flows, events, table);
            File.Move(temporary, path, overwrite: true);
            return new RepetitionFile(path, footer, facts);
        }
        catch (Exception refused) when (StorageException.IsRefusal(refused))
        {
            throw StorageException.CannotWrite(path, refused);
        }
        finally
        {
            AtomicFile.Remove(temporary);
        }
    }

    /// <summary>Reads facts and lengths, and checks all bytes against the checksums.</summary>
    /// <exception cref="DamagedRunException">Cut off, changed, or of another version.</exception>
    /// <exception cref="RunFolderException">It cannot be read.</exception>
    public static RepetitionFile Open(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize);
            Footer footer = ReadFooter(file) is { } found && found.Length + FooterLength == file.Length
                ? found : throw Damaged(path, "the last line is not that of a repetition: the file is cut off or was changed");
            file.Position = 0;
            using SectionStream rows = new(file, 0, footer.RowsLength);
            if (Convert.ToHexStringLower(SHA256.HashData(rows)) != footer.RowsHash)
                throw Damaged(path, "the rows do not match their checksum");
            byte[] facts = new byte[footer.Facts];
            file.Position = footer.RowsLength;
            file.ReadExactly(facts);
            if (Convert.ToHexStringLower(SHA256.HashData(facts)) != footer.FactsHash)
                throw Damaged(path, "the facts do not match their checksum");
            return new RepetitionFile(
                path, footer, JsonSerializer.Deserialize(facts, FactsJson.Default.RepetitionFacts) ?? throw new JsonException("null"));
        }
        catch (JsonException broken)
        {
            throw Damaged(path, broken.Message);
        }
        catch (Exception unreadable) when (StorageException.IsRefusal(unreadable))
        {
            throw new RunFolderException($"{path}: cannot be read: {unreadable.Message}", unreadable);
        }
    }

    public IEnumerable<FlowRecord> Flows() => Read(0, footer.Flows, stream => FlowsCsv.ReadRows(stream, path));

    public IEnumerable<RunEvent> Events() => Read(footer.Flows, footer.Events, stream => EventsFile.Read(stream, path));

    public IEnumerable<TableSample> Table() =>
        Read(footer.Flows + footer.Events, footer.Table, stream => TableCsv.ReadRows(stream, path));

    public void WriteFlows(Stream stream) => Copy(0, footer.Flows, stream);

    public void WriteEvents(Stream stream) => Copy(footer.Flows, footer.Events, stream);

    public void WriteTable(Stream stream) => Copy(footer.Flows + footer.Events, footer.Table, stream);

    private static Footer Write(
        FileStream file, RepetitionFacts facts, IEnumerable<FlowRecord> flows, IEnumerable<RunEvent> events, IEnumerable<TableSample> table)
    {
        long rows = 0, flowsEnd, eventsEnd, tableEnd;
        using SHA256 hash = SHA256.Create();
        using (CryptoStream hashed = new(file, hash, CryptoStreamMode.Write, leaveOpen: true))
        {
            FlowsCsv.WriteRows(hashed, flows.Select(flow =>
            {
                rows++;
                return flow;
            }));
            flowsEnd = file.Position;
            EventsFile.Write(hashed, events);
            eventsEnd = file.Position;
            TableCsv.WriteRows(hashed, table);
            tableEnd = file.Position;
        }

        byte[] text = [.. JsonSerializer.SerializeToUtf8Bytes(facts, FactsJson.Default.RepetitionFacts), (byte)'\n'];
        file.Write(text);
        Footer footer = new(
            flowsEnd, eventsEnd - flowsEnd, tableEnd - eventsEnd, text.Length, rows, Convert.ToHexStringLower(hash.Hash!),
            Convert.ToHexStringLower(SHA256.HashData(text)));
        file.Write(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{Mark} {footer.Flows:D15} {footer.Events:D15} {footer.Table:D15} {footer.Facts:D15} {footer.Rows:D15} {footer.RowsHash} "
                + $"{footer.FactsHash}\n")));
        return footer;
    }

    /// <summary>Null: there is no such line.</summary>
    private static Footer? ReadFooter(FileStream file)
    {
        if (file.Length < FooterLength) return null;
        byte[] bytes = new byte[FooterLength];
        file.Position = file.Length - FooterLength;
        file.ReadExactly(bytes);
        string text = Encoding.Latin1.GetString(bytes);
        if (!text.StartsWith(Mark + ' ', StringComparison.Ordinal) || text[^1] != '\n') return null;
        string[] words = text[(Mark.Length + 1)..^1].Split(' ');
        long[] numbers =
        [
            .. words.Take(5).Select(
                word => long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : -1),
        ];
        // Of the fixed length of the line, so that the sum of the numbers cannot overflow.
        return words.Length == 7 && numbers.All(number => number >= 0) && numbers[3] <= int.MaxValue && numbers[4] <= int.MaxValue
            ? new Footer(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], words[5], words[6]) : null;
    }

    private static DamagedRunException Damaged(string path, string reason) => new(path, 1, reason);

    private IEnumerable<T> Read<T>(long start, long length, Func<Stream, IEnumerable<T>> read)
    {
        using FileStream file = OpenRows();
        using SectionStream section = new(file, start, length);
        foreach (T one in read(section)) yield return one;
    }

    private void Copy(long start, long length, Stream to)
    {
        using FileStream file = OpenRows();
        using SectionStream section = new(file, start, length);
        section.CopyTo(to, BufferSize);
    }

    private FileStream OpenRows() => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize);

    /// <summary>Lengths in bytes of the parts in their order, the rows of flows, and the hashes.</summary>
    private sealed record Footer(long Flows, long Events, long Table, long Facts, long Rows, string RowsHash, string FactsHash)
    {
        public long RowsLength => Flows + Events + Table;

        public long Length => RowsLength + Facts;
    }
}
