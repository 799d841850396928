using System.Text;

namespace Chaos.Runs;

/// <summary>What the tables of a run folder have in common when they are written.</summary>
internal static class CsvWriting
{
    /// <summary>A writer with the header in it: UTF-8 without a byte order mark, LF after every row. The stream stays open.</summary>
    public static StreamWriter Begin(Stream stream, string header)
    {
        StreamWriter writer = Continue(stream);
        writer.Write(header);
        writer.Write('\n');
        return writer;
    }

    /// <summary>The same without a header.</summary>
    public static StreamWriter Continue(Stream stream)
    {
        UTF8Encoding withoutMark = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        return new StreamWriter(stream, withoutMark, 1 << 16, leaveOpen: true);
    }
}
