using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Chaos.Nat;

namespace Chaos.Replay.Recordings;

/// <summary>Reads a recording line by line. The format: harness/docs/recordings.md.</summary>
/// <param name="file">Its name, as messages show it.</param>
public sealed class RecordingReader(string file)
{
    /// <summary>Of a line: all entries of a map of a million fit.</summary>
    private const int MostCharacters = 128 << 20;

    private const byte FirstGzipByte = 0x1F, SecondGzipByte = 0x8B;

    private int number;

    /// <summary>All lines; the first one is a <see cref="ConfigureLine"/>, and there is no other.</summary>
    /// <param name="content">JSON lines, or the same compressed with gzip. It is read to its end.</param>
    /// <exception cref="BadRecordingException">While reading on: a line is wrong, or the file is damaged.</exception>
    public IEnumerable<RecordedLine> Read(Stream content)
    {
        using StreamReader text = new(Unzipped(content), new UTF8Encoding(false, throwOnInvalidBytes: true));
        bool begun = false;
        while (NextLine(text) is { } line)
        {
            number++;
            if (line.Length == 0) continue;
            RecordedLine read = Parse(line);
            if (read is ConfigureLine == begun)
                throw Bad(begun ? "only the first line may be `do: configure`" : "the first line must be `do: configure`");
            begun = true;
            yield return read;
        }

        if (!begun) throw Bad("the file is empty");
    }

    private static Stream Unzipped(Stream content)
    {
        BufferedStartStream start = new(content, length: 2);
        return start.Bytes is [FirstGzipByte, SecondGzipByte] ? new GZipStream(start, CompressionMode.Decompress) : start;
    }

    private string? NextLine(StreamReader text)
    {
        StringBuilder line = new();
        try
        {
            for (int letter = text.Read(); letter >= 0; letter = text.Read())
            {
                if (letter == '\n') return line.ToString().TrimEnd('\r');
                if (line.Length == MostCharacters) throw BadNext($"the line is longer than {MostCharacters} characters");
                line.Append((char)letter);
            }
        }
        catch (Exception damaged) when (damaged is InvalidDataException or DecoderFallbackException)
        {
            throw BadNext($"the file is damaged: {damaged.Message}");
        }

        return line.Length > 0 ? line.ToString() : null;
    }

    private RecordedLine Parse(string text)
    {
        try
        {
            LineJson line = JsonSerializer.Deserialize<LineJson>(text, LineJson.Layout) ?? throw new FormatException("the line is null");
            return line.Do switch
            {
                "configure" => new ConfigureLine(number, line.Source ?? "", ConfigurationText.Read(line)),
                "egress" => Packet(line, DatapathPath.Egress),
                "ingress" => Packet(line, DatapathPath.Ingress),
                "delete" => new DeletionLine(
                    number, EntryText.Key(line.Entry ?? throw new FormatException("`entry` is missing")),
                    line.Found ?? throw new FormatException("`found` is missing")),
                "address" => new AddressLine(number, EntryText.Address(line.Address, "address")),
                "entries" => new EntriesLine(number, line.Entries ?? throw new FormatException("`entries` is missing")),
                null => throw new FormatException("`do` is missing"),
                _ => throw new FormatException("`do` must be configure, egress, ingress, delete, address or entries"),
            };
        }
        catch (JsonException wrong)
        {
            throw Bad($"no line of a recording: {wrong.Message.Split(" Path:")[0].Split(" LineNumber:")[0]}");
        }
        catch (FormatException wrong)
        {
            throw Bad(wrong.Message);
        }
    }

    private PacketLine Packet(LineJson line, DatapathPath path)
    {
        byte[] packet = Bytes(line.Packet ?? throw new FormatException("`packet` is missing"), "packet");
        VerdictKind verdict = line.Verdict switch
        {
            "forward" => VerdictKind.Forward,
            "punt" => VerdictKind.Punt,
            "drop" => VerdictKind.Drop,
            _ => throw new FormatException("`verdict` must be forward, punt or drop"),
        };
        byte[]? translated = line.Out is { } hex ? Bytes(hex, "out") : null;
        if (translated is not null && translated.Length != packet.Length)
            throw new FormatException("`out` must be as long as `packet`: a NAT changes no length");
        if (line.Cpu < 0) throw new FormatException("`cpu` must be 0 or more");
        return new PacketLine(number, path, packet, line.Draws ?? [], verdict, translated, line.Code, line.Cpu ?? 0);
    }

    private static byte[] Bytes(string hex, string name)
    {
        byte[] bytes;
        try
        {
            bytes = Convert.FromHexString(hex);
        }
        catch (FormatException wrong)
        {
            throw new FormatException($"`{name}` must be bytes in hexadecimal, two digits each", wrong);
        }

        return bytes.Length is > 0 and <= ushort.MaxValue
            ? bytes
            : throw new FormatException($"`{name}` must be 1 to {ushort.MaxValue} bytes, not {bytes.Length}");
    }

    private BadRecordingException Bad(string reason) => new(file, Math.Max(number, 1), reason);

    private BadRecordingException BadNext(string reason) => new(file, number + 1, reason);
}
