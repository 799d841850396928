using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Chaos.Faults;

namespace Chaos.Experiments.Running;

/// <summary>A fault as events.jsonl spells it.</summary>
internal static class FaultSpelling
{
    private static readonly JsonSerializerOptions Members = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>`begin`, `beat`, `end` or `refused`; null where the fault is all done in one moment.</summary>
    public static string? PhaseOf(FaultOrder order) => order.Phase switch
    {
        FaultPhase.Begin => order.LengthNanoseconds is null ? null : "begin",
        FaultPhase.Tick => "beat",
        FaultPhase.End => "end",
        FaultPhase.Refused => "refused",
        _ => throw new UnreachableException(),
    };

    /// <summary>What the fault was told, by name; null if nothing.</summary>
    public static IReadOnlyDictionary<string, string>? MembersOf(Fault fault)
    {
        Dictionary<string, string> members = JsonSerializer.SerializeToElement(fault, fault.GetType(), Members).EnumerateObject()
            .ToDictionary(member => member.Name, member => member.Value.ToString(), StringComparer.Ordinal);
        return members.Count > 0 ? members : null;
    }
}
