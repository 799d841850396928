using System.Text;
using System.Text.Json;
using Chaos.Control;

namespace Chaos.Containers.Dialects;

/// <summary>A line of an image's standard output. What this version does not know is ignored.</summary>
/// <param name="Type">`ready`, `unsupported`, or the verb that it answers.</param>
/// <param name="Verbs">Of `ready`: what the image obeys; none if absent.</param>
/// <param name="Reason">Of `unsupported`, for people.</param>
/// <param name="Entries">Of `stats`: in the table now. Of `evict` and `flush`: removed. Two make one connection.</param>
/// <param name="Evictions">Of `stats`: entries that made room for others, since the start.</param>
/// <param name="Refusals">Of `stats`: packets of new connections that found no room, since the start.</param>
/// <param name="Packets">Of `stats`: packets that came, since the start.</param>
internal sealed record ImageAnswer(
    string? Type, IReadOnlyList<string>? Verbs, string? Reason, int? Entries, long? Evictions, long? Refusals, long? Packets)
{
    private const int ExcerptBytes = 80;
    private const int LongestReason = 500;

    private static readonly JsonSerializerOptions options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, MaxDepth = 8 };

    /// <summary>The reason as a part of a sentence: empty if there is none.</summary>
    public string Because => string.IsNullOrWhiteSpace(Reason) ? "" : $": {Reason[..Math.Min(Reason.Length, LongestReason)]}";

    /// <exception cref="ControlFormatException">The line is no object of the contract.</exception>
    public static ImageAnswer Parse(ReadOnlySpan<byte> line)
    {
        string excerpt = Encoding.UTF8.GetString(line[..Math.Min(line.Length, ExcerptBytes)]);
        try
        {
            ImageAnswer? answer = JsonSerializer.Deserialize<ImageAnswer>(line, options);
            if (answer?.Type is null) throw new ControlFormatException($"wrote a line without a `type`: {excerpt}");
            if (answer is { Entries: < 0 } or { Evictions: < 0 } or { Refusals: < 0 } or { Packets: < 0 })
                throw new ControlFormatException($"counts below zero: {excerpt}");
            return answer;
        }
        catch (JsonException error)
        {
            throw new ControlFormatException($"wrote a line that is no object of the contract: {excerpt}", error);
        }
    }
}
