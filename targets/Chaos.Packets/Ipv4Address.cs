using System.Globalization;

namespace Chaos.Packets;

/// <summary>An IPv4 address; <paramref name="Value"/> in host order, 10.0.0.1 is 0x0A000001.</summary>
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
