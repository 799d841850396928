using System.Text.Json.Serialization;

namespace Chaos.Model;

/// <summary>What the flows of one kind share: a group of the scenario, or one shape of a mixed group.</summary>
public sealed record GroupPlan
{
    /// <summary>The group's name; the shapes of a mixed group share it.</summary>
    public required string Name { get; init; }

    public required Transport Transport { get; init; }

    /// <summary>
    /// Period of the client's messages in nanoseconds; 0 is never. The longest, where its flows have periods of their own.
    /// </summary>
    public required long ClientPeriod { get; init; }

    /// <summary>
    /// Period of the server's messages in nanoseconds; 0 is never. The longest, where its flows have periods of their own.
    /// </summary>
    public required long ServerPeriod { get; init; }

    /// <summary>0 to 1,000,000: uniform around the period.</summary>
    public required int JitterPartsPerMillion { get; init; }

    /// <summary>The other side answers each message.</summary>
    public required bool Reply { get; init; }

    /// <summary>Nanoseconds.</summary>
    public required long Patience { get; init; }

    /// <summary>A UDP server follows the flow to a new address or port instead of calling it dead.</summary>
    public required bool Roaming { get; init; }

    /// <summary>
    /// The client opens a dead flow again, from another port, this many nanoseconds (give or take the jitter) after it noticed; null:
    /// never.
    /// </summary>
    public long? ReopenAfter { get; init; }

    /// <summary>TCP: nanoseconds of silence before the client's host probes its peer, and between probes; 0 is never.</summary>
    public long KeepAlive { get; init; }

    /// <summary>The longest time from a break to its detection: what the tail of a run waits for.</summary>
    [JsonIgnore]
    public long LongestDeadline => Math.Max(
        Reply ? Patience : 0,
        Math.Max(ClientPeriod == 0 ? 0 : Limit(ClientPeriod), ServerPeriod == 0 ? 0 : Limit(ServerPeriod)));

    /// <summary>Nanoseconds between two messages of a side of a flow of this group; 0 is never.</summary>
    public long Period(FlowPlan flow, Side side) =>
        side == Side.Client ? flow.ClientPeriod ?? ClientPeriod : flow.ServerPeriod ?? ServerPeriod;

    /// <summary>Whether this side of a flow sends messages after the opening: of its own, or answers.</summary>
    public bool Carries(FlowPlan flow, Side side) =>
        Period(flow, side) > 0 || (Reply && Period(flow, side == Side.Client ? Side.Server : Side.Client) > 0);

    /// <summary>
    /// How long this side may stay silent before the other calls the flow dead; <see cref="long.MaxValue"/> if it never speaks.
    /// </summary>
    public long SilenceLimit(FlowPlan flow, Side side) => Period(flow, side) is > 0 and long period ? Limit(period) : long.MaxValue;

    /// <summary>Half the width of the jitter around a time, in nanoseconds.</summary>
    public long Jitter(long around) => (long)((Int128)around * JitterPartsPerMillion / 1_000_000);

    private long Limit(long period) => period + Jitter(period) + Patience;
}
