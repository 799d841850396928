using System.Text;

namespace Chaos.Scenarios.Yaml;

/// <summary>Reads a file as far as it can be a scenario.</summary>
internal static class ScenarioText
{
    /// <summary>A scenario is a page of text; whatever is larger is refused before it is read.</summary>
    public const int LargestBytes = 1 << 20;

    /// <summary>Null after a mistake.</summary>
    public static string? Read(string path, MistakeList mistakes)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read);
            return Read(stream, path, mistakes);
        }
        catch (Exception exception) when (exception
            is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            mistakes.Add(Origin.OfLayer(path), $"cannot be read: {Plainly(exception)}");
            return null;
        }
    }

    /// <summary>The same of a stream.</summary>
    /// <param name="stream">Read to its end, or to the largest size.</param>
    /// <param name="file">The name for mistakes.</param>
    /// <param name="mistakes">Takes them.</param>
    public static string? Read(Stream stream, string file, MistakeList mistakes) => Decode(file, ReadCapped(stream), mistakes);

    public static void ComplainOfSize(string file, MistakeList mistakes) =>
        mistakes.Add(Origin.OfLayer(file), "is larger than 1 MiB; a scenario is a page of text, is this the right file?");

    /// <summary>The place right behind the text <paramref name="before"/>.</summary>
    public static Origin OriginAt(string file, string before) =>
        new(file, before.Count(character => character == '\n') + 1, before.Length - before.LastIndexOf('\n'));

    /// <summary>
    /// Null if there is more than <see cref="LargestBytes"/>; a pipe or a device tells no length, so there the count decides.
    /// </summary>
    private static byte[]? ReadCapped(Stream stream)
    {
        if (stream.CanSeek && stream.Length > LargestBytes) return null;
        byte[] buffer = new byte[LargestBytes + 1];
        int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return length > LargestBytes ? null : buffer[..length];
    }

    private static string? Decode(string path, byte[]? bytes, MistakeList mistakes)
    {
        if (bytes is null)
        {
            ComplainOfSize(path, mistakes);
            return null;
        }

        UTF8Encoding strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        try
        {
            return strict.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            string before = Encoding.UTF8.GetString(bytes, 0, Math.Max(0, exception.Index));
            mistakes.Add(OriginAt(path, before), "this byte is not UTF-8; save the file as UTF-8");
            return null;
        }
    }

    /// <summary>Without the name of a parameter of ours, which .NET appends.</summary>
    private static string Plainly(Exception exception) =>
        exception is ArgumentException ? "this is no path of a file" : exception.Message;
}
