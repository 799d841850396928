using System.Globalization;

namespace Chaos.Runs;

/// <summary>
/// `flows.csv`: UTF-8 without a byte order mark, LF after every row, RFC 4180. The cell is always quoted, other columns when they
/// must be. Times are seconds with six decimals (<see cref="Seconds"/>), empty if none.
/// </summary>
public static class FlowsCsv
{
    public const string Header =
        "cell,repetition,flow,group,protocol,openedAt,brokenAt,detectedAt,observedUntil,state,cause,mechanism";

    /// <exception cref="ArgumentException">A record makes no sense.</exception>
    public static void Write(Stream stream, IEnumerable<FlowRecord> flows)
    {
        ArgumentNullException.ThrowIfNull(flows);
        using StreamWriter writer = CsvWriting.Begin(stream, Header);
        foreach (FlowRecord flow in flows)
            WriteRow(writer, flow);
    }

    /// <summary>The same without the header.</summary>
    internal static void WriteRows(Stream stream, IEnumerable<FlowRecord> flows)
    {
        using StreamWriter writer = CsvWriting.Continue(stream);
        foreach (FlowRecord flow in flows)
            WriteRow(writer, flow);
    }

    /// <summary>Row by row, so that millions of them need no more memory than the caller keeps.</summary>
    /// <param name="stream">Read to its end.</param>
    /// <param name="file">The name for error messages.</param>
    /// <exception cref="DamagedRunException">While enumerating: anything that <see cref="Write"/> would not have written.</exception>
    public static IEnumerable<FlowRecord> Read(Stream stream, string file) => Read(stream, file, withHeader: true);

    /// <summary>The same without a header.</summary>
    internal static IEnumerable<FlowRecord> ReadRows(Stream stream, string file) => Read(stream, file, withHeader: false);

    private static IEnumerable<FlowRecord> Read(Stream stream, string file, bool withHeader)
    {
        using FlowsReader reader = new(stream, file, withHeader);
        while (reader.Next() is { } flow)
            yield return flow;
    }

    private static void WriteRow(StreamWriter writer, FlowRecord flow)
    {
        if (flow.Flaw() is { } flaw)
            throw new ArgumentException($"Flow {flow.Flow} of cell {flow.Cell}: {flaw}.", nameof(flow));

        WriteQuoted(writer, flow.Cell);
        writer.Write(',');
        writer.Write(flow.Repetition.ToString(CultureInfo.InvariantCulture));
        WriteText(writer, flow.Flow);
        WriteText(writer, flow.Group);
        WriteText(writer, flow.Protocol);
        WriteTime(writer, flow.OpenedAtNs);
        WriteTime(writer, flow.BrokenAtNs);
        WriteTime(writer, flow.DetectedAtNs);
        WriteTime(writer, flow.ObservedUntilNs);
        WriteText(writer, Spelling.Of(flow.State));
        WriteText(writer, Spelling.Of(flow.Cause));
        WriteText(writer, Spelling.Of(flow.Mechanism));
        writer.Write('\n');
    }

    private static void WriteTime(StreamWriter writer, long? nanoseconds)
    {
        writer.Write(',');
        if (nanoseconds is { } time) writer.Write(Seconds.Format(time));
    }

    private static void WriteText(StreamWriter writer, string text)
    {
        writer.Write(',');
        if (text.AsSpan().IndexOfAny(",\"\r\n") < 0)
            writer.Write(text);
        else
            WriteQuoted(writer, text);
    }

    private static void WriteQuoted(StreamWriter writer, string text)
    {
        writer.Write('"');
        writer.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
        writer.Write('"');
    }
}
