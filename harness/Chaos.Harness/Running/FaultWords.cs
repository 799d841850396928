using System.Text.Json;
using System.Text.Json.Serialization;
using Chaos.Faults;

namespace Chaos.Harness.Running;

/// <summary>A fault in the words of events.jsonl.</summary>
internal static class FaultWords
{
    private static readonly JsonSerializerOptions Members = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>`begin`, `beat`, `end` or `refused`; null where the fault is all done in one moment.</summary>
    public static string? PhaseOf(FaultOrder order) =>
        order is { Phase: FaultPhase.Begin, LengthNanoseconds: null } ? null : order.Phase.ToString().ToLowerInvariant();

    /// <summary>What the fault was told, by name; null if nothing.</summary>
    public static IReadOnlyDictionary<string, string>? MembersOf(Fault fault)
    {
        Dictionary<string, string> members = JsonSerializer.SerializeToElement(fault, fault.GetType(), Members).EnumerateObject()
            .ToDictionary(member => member.Name, member => member.Value.ToString(), StringComparer.Ordinal);
        return members.Count > 0 ? members : null;
    }
}
