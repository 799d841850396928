using System.Text.Json.Serialization;
using Chaos.Runs;

namespace Chaos.Experiments.Explaining;

/// <summary>One thing that happened to a flow. Members that do not belong to the kind are null.</summary>
public sealed record LifeStep
{
    /// <summary>Nanoseconds from t = 0, negative before it.</summary>
    [JsonIgnore]
    public long TimeNs { get; init; }

    /// <summary>The same in seconds.</summary>
    public decimal Time => Seconds.ToDecimal(TimeNs);

    public required LifeStepKind Kind { get; init; }

    /// <summary>Packet, quiet: `out` from the client, `in` to it.</summary>
    public string? Way { get; init; }

    /// <summary>Packet: what it is, e.g. `tcp SYN` or `udp 92 B`.</summary>
    public string? Packet { get; init; }

    /// <summary>Packet: what it did with the flow's entries, in order.</summary>
    public IReadOnlyList<Touch>? Touches { get; init; }

    /// <summary>Packet: `forward`, `punt`, or `drop` with the reason.</summary>
    public string? Verdict { get; init; }

    /// <summary>Evicted, removed: `original` or `reverse`.</summary>
    public string? Half { get; init; }

    /// <summary>Evicted: by which rule of the map. Removed: why, where the NAT tells.</summary>
    public string? Rule { get; init; }

    /// <summary>Evicted: the connection whose insert asked for the room, a watched flow by its name. Taken: who has the port now.</summary>
    public string? By { get; init; }

    /// <summary>Evicted: which half of that connection was inserted.</summary>
    public string? ByHalf { get; init; }

    /// <summary>Evicted: seconds since a packet had looked the entry up, or since it was written.</summary>
    public decimal? Idle { get; init; }

    /// <summary>Quiet: the last of its packets, in seconds from t = 0.</summary>
    public decimal? Until { get; init; }

    /// <summary>Quiet: packets from the client.</summary>
    public long? PacketsOut { get; init; }

    /// <summary>Quiet: packets to the client.</summary>
    public long? PacketsIn { get; init; }

    /// <summary>Died, refused: which endpoint noticed.</summary>
    public string? Side { get; init; }

    /// <summary>Died, refused: what it saw.</summary>
    public string? Cause { get; init; }
}

public enum LifeStepKind
{
    /// <summary>The first message was answered, or the connect.</summary>
    Opened,

    /// <summary>It never opened.</summary>
    Refused,

    /// <summary>A packet that found, wrote or missed something worth telling.</summary>
    Packet,

    /// <summary>Packets that found what they looked for, one after the other.</summary>
    Quiet,

    /// <summary>The map threw an entry of the flow out.</summary>
    Evicted,

    /// <summary>A fault, garbage collection or the variant removed an entry of the flow.</summary>
    Removed,

    /// <summary>Another connection got the flow's port.</summary>
    Taken,

    /// <summary>A roaming peer followed the flow to another port.</summary>
    Moved,

    /// <summary>An endpoint noticed that the flow is dead.</summary>
    Died,

    /// <summary>The client opened it again; what follows is another connection.</summary>
    Reopened,
}

/// <summary>What a packet did with an entry of the flow.</summary>
/// <param name="Half">`original` or `reverse`.</param>
/// <param name="What">`found`, `missed`, `made`, `restored`, or `refused`: the port is another's, or there was no room.</param>
/// <param name="Port">The NAT's port, where one was written.</param>
public readonly record struct Touch(
    string Half, string What, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Port = null)
{
    internal const string Found = "found", Missed = "missed", Made = "made", Restored = "restored", Refused = "refused";
}
