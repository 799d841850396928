using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chaos.Control;

/// <summary>A line that is no control message: not JSON, an unknown type, a missing member, a value out of range.</summary>
public sealed class ControlFormatException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>Control messages to lines and back. Reflection-free, so that the container programs can be compiled ahead of time.</summary>
public static class ControlJson
{
    private const int ExcerptBytes = 80;

    /// <summary>The message as one line of UTF-8, with its line feed.</summary>
    public static byte[] Encode(ControlMessage message)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(message, ControlJsonContext.Default.ControlMessage);
        return [.. json, (byte)'\n'];
    }

    /// <summary>The message of a line without its end.</summary>
    /// <exception cref="ControlFormatException">The line is no control message.</exception>
    public static ControlMessage Decode(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ControlJsonContext.Default.ControlMessage)
                ?? throw new ControlFormatException("a line holds 'null' instead of a control message");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            // NotSupportedException: an object without "type"; the base record is abstract.
            throw new ControlFormatException($"a line is no control message ({error.Message}): {Excerpt(line)}", error);
        }
    }

    private static string Excerpt(ReadOnlySpan<byte> line)
    {
        string text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, ExcerptBytes)]);
        return line.Length > ExcerptBytes ? $"{text}... ({line.Length} bytes)" : text;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ControlMessage))]
internal sealed partial class ControlJsonContext : JsonSerializerContext;
