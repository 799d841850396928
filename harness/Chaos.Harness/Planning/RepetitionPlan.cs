using Chaos.Faults;
using Chaos.Scenarios;
using Chaos.Traffic;

namespace Chaos.Harness.Planning;

/// <summary>One repetition of one cell, ready for either world.</summary>
public sealed record RepetitionPlan
{
    public required Cell Cell { get; init; }

    /// <summary>From 1.</summary>
    public required int Repetition { get; init; }

    public required ulong Seed { get; init; }

    public required TrafficPlan Traffic { get; init; }

    public required RunPhases Phases { get; init; }

    /// <summary>In file order, all draws made.</summary>
    public required IReadOnlyList<PlannedFault> Faults { get; init; }

    /// <summary>Nanoseconds from t = 0.</summary>
    public required long EndOfFaults { get; init; }
}
