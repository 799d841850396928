using System.Text.Json.Serialization;

namespace Chaos.Runs;

/// <summary>One line of `events.jsonl`. Members that do not belong to the kind are null and not written.</summary>
public sealed record RunEvent
{
    public required string Cell { get; init; }

    /// <summary>From 1.</summary>
    public required int Repetition { get; init; }

    /// <summary>Nanoseconds from t = 0; seconds with six decimals in the file.</summary>
    [JsonPropertyName("time")]
    [JsonConverter(typeof(SecondsConverter))]
    public required long TimeNs { get; init; }

    public required RunEventKind Kind { get; init; }

    /// <summary>Fault: its name, as in the scenario.</summary>
    public string? Fault { get; init; }

    /// <summary>Fault that lasts: `begin`, `beat` or `end`; any: `refused`, if another fault stood in its way.</summary>
    public string? Phase { get; init; }

    /// <summary>Fault: what it was told, by name.</summary>
    public IReadOnlyDictionary<string, string>? With { get; init; }

    /// <summary>Fault: what was counted, by name; `entries` are those removed or added.</summary>
    public IReadOnlyDictionary<string, long>? Counts { get; init; }

    /// <summary>Fault: the watched flows it hit; null if none.</summary>
    public IReadOnlyList<string>? Which { get; init; }

    /// <summary>Eviction: `original`, `reverse` or `both`.</summary>
    public string? Half { get; init; }

    /// <summary>Eviction: the flow it killed.</summary>
    public string? Flow { get; init; }

    /// <summary>
    /// Eviction: why the entry went: `shrink`, `forced` or `steal` by the kernel's rules, `order` by another rule of the map, or `partner`,
    /// `expired`, `purged`, `fault`.
    /// </summary>
    public string? Rule { get; init; }

    /// <summary>Eviction: the flow, or the tuple of the short flow, whose insertion asked for the room; null if not known.</summary>
    public string? By { get; init; }

    /// <summary>Eviction: what the next packet met: `punt`, `newPort`, `portTaken` or `allocationFailed`.</summary>
    public string? Met { get; init; }

    /// <summary>Generator: what happened, one sentence.</summary>
    public string? Note { get; init; }
}

public enum RunEventKind
{
    /// <summary>A fault as it was carried out.</summary>
    Fault,

    /// <summary>The loss of an entry that killed a watched flow; one line for each half that it lost.</summary>
    Eviction,

    /// <summary>Something our own generator or container has to own up to.</summary>
    Generator,
}
