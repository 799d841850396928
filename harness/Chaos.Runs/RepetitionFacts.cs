using System.Text.Json;
using System.Text.Json.Serialization;
using Chaos.Model;

namespace Chaos.Runs;

/// <summary>What a cell needs of one of its repetitions besides the rows.</summary>
public sealed record RepetitionFacts
{
    /// <summary>The cell's id.</summary>
    public required string Cell { get; init; }

    /// <summary>From 1.</summary>
    public required int Repetition { get; init; }

    /// <summary>The world that it ran in.</summary>
    public required string Backend { get; init; }

    /// <summary>That it took.</summary>
    public required double Seconds { get; init; }

    /// <summary>Second and later lives of flows, by group.</summary>
    public required IReadOnlyDictionary<string, int> Reopened { get; init; }

    /// <summary>Survivors by luck, by group; see <see cref="FlowCounts.LostAndRemade"/>.</summary>
    public required IReadOnlyDictionary<string, int> LostAndRemade { get; init; }

    /// <summary>The table at the end; null where the target reports none.</summary>
    public TableCounters? Table { get; init; }

    /// <summary>What the NAT did to newcomers in each second from t = 0; empty where it does not tell.</summary>
    public required IReadOnlyList<NewcomerLosses> LossesBySecond { get; init; }

    /// <summary>By pressure group, in plan order; empty if the run broke off.</summary>
    public required IReadOnlyList<NewcomerGroup> Newcomers { get; init; }

    /// <summary>Packets that the node handled.</summary>
    public required long Packets { get; init; }

    /// <summary>The hash of all packets in virtual time; null in real time.</summary>
    public ulong? Trace { get; init; }

    /// <summary>Why it is invalid; empty if it is valid.</summary>
    public required IReadOnlyList<string> Invalidations { get; init; }
}

/// <summary>On one line; counts of a second are arrays, since there are thousands of them.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    Converters = [typeof(NewcomerCountsArray), typeof(NewcomerLossesArray)])]
[JsonSerializable(typeof(RepetitionFacts))]
internal sealed partial class FactsJson : JsonSerializerContext;

internal sealed class NewcomerCountsArray : JsonConverter<NewcomerCounts>
{
    public override NewcomerCounts Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        long[] all = NumberArray.Read(ref reader, 8);
        return new NewcomerCounts(all[0], all[1], all[2], all[3], all[4], all[5], all[6], all[7]);
    }

    public override void Write(Utf8JsonWriter writer, NewcomerCounts value, JsonSerializerOptions options) => NumberArray.Write(
        writer,
        [value.Answered, value.Unobserved, value.Reset, value.Timeout, value.Refused, value.Closed, value.Harness, value.Skipped]);
}

internal sealed class NewcomerLossesArray : JsonConverter<NewcomerLosses>
{
    public override NewcomerLosses Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        long[] all = NumberArray.Read(ref reader, 3);
        return new NewcomerLosses(all[0], all[1], all[2]);
    }

    public override void Write(Utf8JsonWriter writer, NewcomerLosses value, JsonSerializerOptions options) =>
        NumberArray.Write(writer, [value.EvictedAtOnce, value.FirstReplyPunted, value.AllocationFailed]);
}

/// <summary>A fixed count of numbers as a JSON array.</summary>
internal static class NumberArray
{
    public static long[] Read(ref Utf8JsonReader reader, int count)
    {
        long[] all = new long[count];
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException($"expected an array of {count} numbers");
        for (int place = 0; place < count; place++)
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.Number) throw new JsonException($"expected {count} numbers");
            all[place] = reader.GetInt64();
        }

        return reader.Read() && reader.TokenType == JsonTokenType.EndArray
            ? all : throw new JsonException($"expected no more than {count} numbers");
    }

    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<long> numbers)
    {
        writer.WriteStartArray();
        foreach (long number in numbers) writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }
}
