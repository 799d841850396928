using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chaos.Runs;

/// <summary>Axis values as a JSON object whose members keep their order.</summary>
internal sealed class AxesConverter : JsonConverter<IReadOnlyList<KeyValuePair<string, string>>>
{
    public override IReadOnlyList<KeyValuePair<string, string>> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("axis values must be an object");
        List<KeyValuePair<string, string>> axes = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!reader.Read() || reader.TokenType != JsonTokenType.String)
                throw new JsonException($"the value of axis '{name}' must be a string");

            axes.Add(new KeyValuePair<string, string>(name, reader.GetString()!));
        }

        return axes;
    }

    public override void Write(
        Utf8JsonWriter writer, IReadOnlyList<KeyValuePair<string, string>> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach ((string name, string axisValue) in value)
            writer.WriteString(name, axisValue);

        writer.WriteEndObject();
    }
}
