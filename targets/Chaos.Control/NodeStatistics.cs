namespace Chaos.Control;

/// <summary>Harness to node or endpoint: answer with <see cref="NodeStatistics"/> or <see cref="EndpointStatistics"/>.</summary>
public sealed record AskStatistics : ControlMessage;

/// <summary>Node to harness: counters since it started. All 0 in the control arm, whose packets the kernel forwards.</summary>
public sealed record NodeStatistics : ControlMessage
{
    public required long At { get; init; }

    public required long Packets { get; init; }

    public required long Forwarded { get; init; }

    /// <summary>Replies without a mapping, answered by RST or ICMP.</summary>
    public required long Punted { get; init; }

    /// <summary>Packets that the kernel did not take back.</summary>
    public required long WriteFailures { get; init; }

    /// <summary>Packets that came in faster than the node took them, and that its kernel dropped.</summary>
    public long Overflows { get; init; }

    /// <summary>Packets by reason (camel case), reasons that never occurred left out.</summary>
    public required IReadOnlyDictionary<string, long> Drops { get; init; }

    public required long Mappings { get; init; }

    public required long AllocationFailures { get; init; }

    /// <summary>Entries in the map now.</summary>
    public required int Entries { get; init; }

    public required int Capacity { get; init; }

    public required long Evictions { get; init; }

    /// <summary>Entries that a full table refused, under a variant that refuses instead of evicting.</summary>
    public long Refusals { get; init; }

    public required long RestoredReverse { get; init; }

    public required long RestoredOriginal { get; init; }
}
