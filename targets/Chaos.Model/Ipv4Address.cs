using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chaos.Model;

/// <summary>An IPv4 address; <paramref name="Value"/> in host order, 10.0.0.1 is 0x0A000001.</summary>
[JsonConverter(typeof(Ipv4AddressJson))]
public readonly record struct Ipv4Address(uint Value)
{
    public static Ipv4Address Parse(string text)
    {
        string[] parts = text.Split('.');
        if (parts.Length != 4) throw new FormatException($"'{text}' is no IPv4 address");
        uint value = 0;
        foreach (string part in parts)
            value = value << 8 | byte.Parse(part, NumberStyles.None, CultureInfo.InvariantCulture);
        return new Ipv4Address(value);
    }

    public override string ToString() => $"{Value >> 24}.{Value >> 16 & 255}.{Value >> 8 & 255}.{Value & 255}";
}

/// <summary>An address in JSON is dotted text.</summary>
public sealed class Ipv4AddressJson : JsonConverter<Ipv4Address>
{
    public override Ipv4Address Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return Ipv4Address.Parse(reader.GetString() ?? "");
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            throw new JsonException(error.Message, error);
        }
    }

    public override void Write(Utf8JsonWriter writer, Ipv4Address value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
