using Chaos.Survival;

namespace Chaos.Runs;

/// <summary>What a cell's flow records do not tell.</summary>
public sealed record CellFacts
{
    public required string Id { get; init; }

    /// <summary>In file order; empty for the control arm.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Axes { get; init; }

    public required string Target { get; init; }

    /// <summary>See <see cref="CellResult.Backend"/>.</summary>
    public string? Backend { get; init; }

    public required int Repetitions { get; init; }

    /// <summary>Of its intervals; above the usual one where repetitions were looked at before they were all there.</summary>
    public double Level { get; init; } = Interval.UsualLevel;

    public required bool UnderPressure { get; init; }

    public required double DurationSeconds { get; init; }

    /// <summary>In file order.</summary>
    public required IReadOnlyList<GroupFacts> Groups { get; init; }

    public required MapCounters? Map { get; init; }

    public PressureResult? Pressure { get; init; }

    /// <summary>See <see cref="CellResult.RoundTripSeconds"/>.</summary>
    public double? RoundTripSeconds { get; init; }

    public required long Packets { get; init; }

    public required double WallSeconds { get; init; }

    /// <summary>See <see cref="CellResult.Trace"/>.</summary>
    public string? Trace { get; init; }
}

/// <param name="Name">The group's name.</param>
/// <param name="Peer">`strict` or `roaming` for a UDP group, null for TCP.</param>
/// <param name="Reopened">Second and later lives of its flows.</param>
/// <param name="LostAndRemade">See <see cref="FlowCounts"/>.</param>
public sealed record GroupFacts(string Name, string? Peer, int Reopened = 0, int LostAndRemade = 0);
