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
            return Decode(path, ReadCapped(stream), mistakes);
        }
        catch (Exception exception) when (exception
            is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            mistakes.Add(Origin.OfLayer(path), $"cannot be read: {exception.Message}");
            return null;
        }
    }

    public static void ComplainOfSize(string file, MistakeList mistakes) =>
        mistakes.Add(Origin.OfLayer(file), "is larger than 1 MiB; a scenario is a page of text, is this the right file?");

    /// <summary>The place right behind the text <paramref name="before"/>.</summary>
    public static Origin OriginAt(string file, string before) =>
        new(file, before.Count(character => character == '\n') + 1, before.Length - before.LastIndexOf('\n'));

    /// <summary>
    /// Null if there is more than <see cref="LargestBytes"/>; a pipe or a device tells no length, so there the count decides.
    /// </summary>
    private static byte[]? ReadCapped(FileStream stream)
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
}
