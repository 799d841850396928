using Chaos.Model;

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

    /// <summary>Null where there is no table: in the control arm.</summary>
    public TableCounters? Table { get; init; }
}
