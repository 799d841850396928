using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chaos.Runs;

/// <summary>Nanoseconds as a JSON number of seconds with six decimals.</summary>
internal sealed class SecondsConverter : JsonConverter<long>
{
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number
        && reader.TryGetDecimal(out decimal seconds)
        && Seconds.TryFromDecimal(seconds, out long nanoseconds)
            ? nanoseconds
            : throw new JsonException("a time must be a number of seconds");

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(Seconds.ToDecimal(value));
}
