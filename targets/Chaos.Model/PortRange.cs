using System.Text.Json.Serialization;

namespace Chaos.Model;

/// <summary>Ports, both ends included.</summary>
public readonly record struct PortRange(ushort Minimum, ushort Maximum)
{
    [JsonIgnore]
    public int Count => Maximum - Minimum + 1;

    public bool Contains(ushort port) => port >= Minimum && port <= Maximum;

    public override string ToString() => $"{Minimum}-{Maximum}";
}
