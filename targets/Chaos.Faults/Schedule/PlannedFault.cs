namespace Chaos.Faults;

/// <summary>A fault with its moments, all draws made. Times are nanoseconds from t = 0.</summary>
public sealed record PlannedFault
{
    /// <summary>Its place in the scenario, from 0.</summary>
    public required int Number { get; init; }

    public required Fault Fault { get; init; }

    /// <summary>When it begins, ascending; empty if <see cref="When"/> says it.</summary>
    public required IReadOnlyList<long> Moments { get; init; }

    /// <summary>It begins once, as soon as this holds.</summary>
    public FaultCondition? When { get; init; }

    /// <summary>How long it lasts; <see cref="long.MaxValue"/>: to the end of the faults; null: a fault of a moment.</summary>
    public long? Length { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>The watched flows of its group, ascending; null if it has none.</summary>
    public IReadOnlyList<int>? Flows { get; init; }
}
