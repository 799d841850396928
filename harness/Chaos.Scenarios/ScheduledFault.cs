using Chaos.Faults;

namespace Chaos.Scenarios;

/// <summary>One item of `faults`: what, and when.</summary>
public sealed record ScheduledFault(FaultSchedule Schedule, Fault Fault);

/// <summary>
/// When a fault begins and how long it lasts, from t = 0. Either <see cref="Between"/>, or <see cref="When"/>, or <see cref="At"/> and
/// <see cref="Every"/>.
/// </summary>
public sealed record FaultSchedule
{
    /// <summary>The moment; with <see cref="Every"/> the first one.</summary>
    public required TimeSpan? At { get; init; }

    /// <summary>Again and again; without <see cref="At"/> first after one period.</summary>
    public required TimeSpan? Every { get; init; }

    /// <summary>The last moment that <see cref="Every"/> may reach; null: up to the end of the faults.</summary>
    public required TimeSpan? Until { get; init; }

    /// <summary>One moment, drawn from the seed.</summary>
    public required TimeRange? Between { get; init; }

    /// <summary>One moment, when this holds for the first time.</summary>
    public required FaultCondition? When { get; init; }

    /// <summary>Null: a fault of a moment, or one that lasts to the end of the faults.</summary>
    public required TimeSpan? For { get; init; }

    /// <summary>The moments before <paramref name="end"/> that are known without a draw; null if there is none such.</summary>
    public IEnumerable<TimeSpan>? KnownMoments(TimeSpan end)
    {
        if (Every is not { } period) return At is { } at ? [at] : null;
        TimeSpan first = At ?? period;
        TimeSpan last = Until is { } until && until < end ? until : end - TimeSpan.FromTicks(1);
        return Enumerable.Range(0, first > last ? 0 : (int)Math.Min((last - first) / period, MaximumMoments) + 1)
            .Select(number => first + number * period);
    }

    /// <summary>More than anybody reads; keeps the work of a hostile file small.</summary>
    public const int MaximumMoments = 10_000;
}

/// <summary>From a moment to a later one, both included.</summary>
public readonly record struct TimeRange(TimeSpan From, TimeSpan To);
