using System.Text;

namespace Chaos.Import;

/// <summary>The lines of a text that may be of any length: none is kept beyond a bound, and none is read further than that.</summary>
internal static class BoundedLines
{
    /// <summary>Bytes of a line; those of conntrack and Cilium have a few hundred.</summary>
    public const int Longest = 16 * 1024;

    /// <exception cref="BadImportException">While enumerating: a line is too long, or is no text.</exception>
    public static IEnumerable<(long Number, string Text)> Read(Stream stream, string file)
    {
        byte[] buffer = new byte[64 * 1024], line = new byte[Longest];
        int length = 0, got;
        long number = 1;
        while ((got = stream.Read(buffer)) > 0)
        {
            int begin = 0;
            while (begin < got)
            {
                int end = buffer.AsSpan(begin, got - begin).IndexOf((byte)'\n');
                int part = end < 0 ? got - begin : end;
                if (length + part > Longest)
                    throw BadImportException.AtLine(file, number,
                        $"the line is longer than {Longest} bytes; this is no log that can be imported");
                buffer.AsSpan(begin, part).CopyTo(line.AsSpan(length));
                length += part;
                begin += part + 1;
                if (end < 0) break;
                yield return (number++, Text(line.AsSpan(0, length), file, number - 1));
                length = 0;
            }
        }

        if (length > 0) yield return (number, Text(line.AsSpan(0, length), file, number));
    }

    private static string Text(ReadOnlySpan<byte> line, string file, long number)
    {
        if (line.Contains((byte)0)) throw BadImportException.AtLine(file, number, "the line holds a zero byte; this is no text");
        return Encoding.UTF8.GetString(line).Trim();
    }
}
