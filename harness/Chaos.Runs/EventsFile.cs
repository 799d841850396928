using System.Text;
using System.Text.Json;

namespace Chaos.Runs;

/// <summary>`events.jsonl`, one JSON object per line, written and read.</summary>
public static class EventsFile
{
    public static void Write(Stream stream, IEnumerable<RunEvent> events)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(events);
        foreach (RunEvent one in events)
        {
            JsonSerializer.Serialize(stream, one, EventsJson.Default.RunEvent);
            stream.WriteByte((byte)'\n');
        }
    }

    /// <param name="stream">Read to its end.</param>
    /// <param name="file">The name for error messages.</param>
    /// <exception cref="DamagedRunException">While enumerating: a line that is no event.</exception>
    public static IEnumerable<RunEvent> Read(Stream stream, string file)
    {
        using StreamReader reader = new(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        int line = 0;
        while (reader.ReadLine() is { } text)
        {
            line++;
            yield return Parse(text, file, line);
        }
    }

    private static RunEvent Parse(string text, string file, int line)
    {
        try
        {
            return JsonSerializer.Deserialize(text, EventsJson.Default.RunEvent) ?? throw new JsonException("the line holds null");
        }
        catch (JsonException broken)
        {
            throw DamagedJson.At(file, line, broken);
        }
    }
}
