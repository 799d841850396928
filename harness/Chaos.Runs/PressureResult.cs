using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Chaos.Model;

namespace Chaos.Runs;

/// <summary>Short flows that started from t = 0 on, over all repetitions.</summary>
public record NewcomerResult
{
    public NewcomerResult()
    {
    }

    /// <param name="repetitions">What each of them counted.</param>
    /// <param name="level">Of intervals.</param>
    [SetsRequiredMembers]
    private protected NewcomerResult(IReadOnlyList<NewcomerCounts> repetitions, double level)
    {
        NewcomerCounts total = NewcomerCounts.Sum(repetitions);
        (Started, Answered, Failed) = (total.Started, total.Answered, total.Failed);
        (Unobserved, Skipped, Causes) = (total.Unobserved, total.Skipped, FailureCauses.Of(total));
        FailedShare = ShareEstimate.Of(
            total.FailedShare, [.. repetitions.Select(one => one.FailedShare)], total.Decided, level, ofNewcomers: true);
    }

    public required long Started { get; init; }

    /// <summary>All answers arrived; for TCP without replies: the connection was established.</summary>
    public long Answered { get; init; }

    /// <summary>Reset, refused, closed, or without an answer within three seconds.</summary>
    public required long Failed { get; init; }

    /// <summary>UDP without replies: nobody can see what became of it.</summary>
    public long Unobserved { get; init; }

    /// <summary>Due, but not started: no source port was free.</summary>
    public required long Skipped { get; init; }

    /// <summary>Null in runs of before causes were kept; their counts include the warm-up.</summary>
    public FailureCauses? Causes { get; init; }

    /// <summary>Failed, of those whose fate was seen; its estimate is null where none was.</summary>
    public ShareEstimate? FailedShare { get; init => field = value is null ? null : value with { OfNewcomers = true }; }

    /// <summary>Flows behind <see cref="FailedShare"/>.</summary>
    [JsonIgnore]
    public long Decided => Answered + Failed;

    /// <summary>Failed, of those whose fate was seen: 0 to 1; null where none was.</summary>
    [JsonIgnore]
    public double? FailedEstimate => FailedShare?.Estimate;
}

/// <summary>The pressure of one cell.</summary>
public sealed record PressureResult : NewcomerResult
{
    [JsonConstructor]
    public PressureResult()
    {
    }

    [SetsRequiredMembers]
    internal PressureResult(IReadOnlyList<NewcomerCounts> repetitions, double level) : base(repetitions, level)
    {
    }

    /// <summary>What the NAT did to newcomers from t = 0 to the end of the pressure; null where it does not tell.</summary>
    [JsonPropertyOrder(1)]
    public NewcomerLosses? Nat { get; init; }

    /// <summary>The same by second, over all repetitions; empty where the NAT does not tell.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<NewcomerLosses> NatBySecond { get; init; } = [];

    /// <summary>Flows that started before t = 0.</summary>
    [JsonPropertyOrder(1)]
    public WarmUpCounts? WarmUp { get; init; }

    /// <summary>In file order.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<PressureGroupResult> Groups { get; init; } = [];
}

/// <summary>One pressure group.</summary>
public sealed record PressureGroupResult : NewcomerResult
{
    [JsonConstructor]
    public PressureGroupResult()
    {
    }

    [SetsRequiredMembers]
    internal PressureGroupResult(string name, IReadOnlyList<NewcomerCounts> repetitions, double level) : base(repetitions, level) =>
        Name = name;

    [JsonPropertyOrder(-1)]
    public required string Name { get; init; }

    /// <summary>By the second after t = 0 in which flows started.</summary>
    [JsonPropertyOrder(1)]
    public NewcomerSeconds? BySecond { get; init; }

    [JsonPropertyOrder(1)]
    public WarmUpCounts? WarmUp { get; init; }
}

/// <summary>Failed newcomers by what their client saw. `harness` is our own generator: it is not among the failed.</summary>
public sealed record FailureCauses(long Reset, long Timeout, long Refused, long Closed, long Harness)
{
    internal static FailureCauses Of(in NewcomerCounts counts) =>
        new(counts.Reset, counts.Timeout, counts.Refused, counts.Closed, counts.Harness);
}

/// <summary>Short flows of the warm-up.</summary>
public sealed record WarmUpCounts(long Started, long Answered, long Failed, long Skipped)
{
    internal static WarmUpCounts Of(in NewcomerCounts counts) => new(counts.Started, counts.Answered, counts.Failed, counts.Skipped);
}

/// <summary>Counts by second, the first after t = 0 at place 0, over all repetitions.</summary>
public sealed record NewcomerSeconds(
    IReadOnlyList<long> Started, IReadOnlyList<long> Answered, IReadOnlyList<long> Failed, IReadOnlyList<long> Skipped)
{
    internal static NewcomerSeconds Of(IReadOnlyList<NewcomerCounts> counts) => new(
        [.. counts.Select(one => one.Started)], [.. counts.Select(one => one.Answered)], [.. counts.Select(one => one.Failed)],
        [.. counts.Select(one => one.Skipped)]);
}
