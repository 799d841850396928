using Chaos.Packets;

namespace Chaos.Scenarios;

/// <summary>Short-lived flows that churn the table; counted, not watched.</summary>
public sealed record PressureGroup
{
    public required string Name { get; init; }

    public required IpProtocol Protocol { get; init; }

    /// <summary>New flows per second, over all clients; where there is a ramp, at its beginning.</summary>
    public required double RatePerSecond { get; init; }

    /// <summary>Null: the rate stays.</summary>
    public required Ramp? Ramp { get; init; }

    /// <summary>Null: the flows are evenly spaced.</summary>
    public required Burst? Burst { get; init; }

    /// <summary>Messages that the client sends on each flow, at least 1.</summary>
    public required int Exchanges { get; init; }

    /// <summary>The server answers each message.</summary>
    public required bool Replies { get; init; }

    public required PayloadRange Payload { get; init; }
}

/// <summary>The rate goes in a straight line to <paramref name="ToPerSecond"/> and stays there.</summary>
/// <param name="ToPerSecond">New flows per second.</param>
/// <param name="Over">From the moment at which pressure begins, warm-up included.</param>
public readonly record struct Ramp(double ToPerSecond, TimeSpan Over);

/// <summary>All flows of each <paramref name="Every"/> start within its first <paramref name="Length"/>; the mean rate stays.</summary>
public readonly record struct Burst(TimeSpan Every, TimeSpan Length);
