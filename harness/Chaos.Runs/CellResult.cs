using System.Text.Json.Serialization;
using Chaos.Model;

namespace Chaos.Runs;

/// <summary>One cell of `results.json`: all repetitions of one point of the matrix, or the control arm.</summary>
public sealed record CellResult
{
    public const string ControlId = "control";

    public required string Id { get; init; }

    /// <summary>In file order; empty for the control arm.</summary>
    [JsonConverter(typeof(AxesConverter))]
    public required IReadOnlyList<KeyValuePair<string, string>> Axes { get; init; }

    /// <summary>`csharp`, `none`, ...</summary>
    public required string Target { get; init; }

    /// <summary>Addition: its world, `sim` or `docker`. Null in runs of before it was kept.</summary>
    public string? Backend { get; init; }

    public required int Repetitions { get; init; }

    /// <summary>At least one eviction happened in every repetition.</summary>
    public required bool UnderPressure { get; init; }

    public required FlowCounts Flows { get; init; }

    public required SurvivalEstimate Survival { get; init; }

    /// <summary>In file order.</summary>
    public required IReadOnlyList<GroupResult> Groups { get; init; }

    /// <summary>Flows that died or were refused, by what an endpoint saw.</summary>
    [JsonConverter(typeof(EnumCountsConverter<DeathCause>))]
    public required EnumCounts<DeathCause> Causes { get; init; }

    /// <summary>Flows that died, by what our own NAT knows.</summary>
    [JsonConverter(typeof(EnumCountsConverter<Mechanism>))]
    public required EnumCounts<Mechanism> Mechanisms { get; init; }

    /// <summary>Null where there is no map: target `none`.</summary>
    public required MapCounters? Map { get; init; }

    /// <summary>The short flows: newcomers. Null in runs of before they were kept.</summary>
    public PressureResult? Pressure { get; init; }

    public required long Packets { get; init; }

    public required double WallSeconds { get; init; }

    /// <summary>
    /// Addition: the simulation's hash of all packets of each repetition, in order; the same seed and commit give the same one. Null in
    /// real time.
    /// </summary>
    public string? Trace { get; init; }

    /// <summary>Addition: what links alone take from a client's message to its answer. Null in runs of before it was kept.</summary>
    public double? RoundTripSeconds { get; init; }

    /// <summary>"Not under pressure": there is a NAT, and nothing made it evict.</summary>
    [JsonIgnore]
    public bool NotUnderPressure => !UnderPressure && Map is not null;

    /// <summary>
    /// Addition: why a cell that repeats until all is decided has stopped: `decided` (what more repetitions can decide), `budget` (real
    /// time, so another run may stop elsewhere), `most` (repetitions that a cell may have), `probe` (a step of a search) or `near` (such a
    /// step, too near the target). Null: their number was given.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Stopped { get; init; }

    /// <summary>Addition: rows in flows.csv, where not all flows are there: a search keeps those of the first repetition.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FlowRows { get; init; }

    /// <summary>
    /// Addition: entries that the law of the cliff, 2 (F + lambda T), asks of an evicting table; null where it says nothing.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? LawEntries { get; init; }

    [JsonIgnore]
    public bool IsControl => Id == ControlId;
}

/// <summary>The flows of one description inside a cell.</summary>
/// <param name="Name">The group's name.</param>
/// <param name="Flows">Over all repetitions.</param>
/// <param name="Survival">Of this group alone.</param>
/// <param name="Causes">Of this group alone.</param>
/// <param name="Peer">Addition: `strict` or `roaming` for a UDP group (what a changed port means to its peer), null for TCP.</param>
public sealed record GroupResult(
    string Name,
    FlowCounts Flows,
    SurvivalEstimate Survival,
    [property: JsonConverter(typeof(EnumCountsConverter<DeathCause>))] EnumCounts<DeathCause> Causes,
    string? Peer);

/// <summary>Flows by how they ended; the four states add up to the total.</summary>
/// <param name="Total">Watched flows.</param>
/// <param name="Survived">Alive at the end, in their first life.</param>
/// <param name="Died">An endpoint noticed.</param>
/// <param name="Censored">Lost from sight.</param>
/// <param name="Refused">Never opened.</param>
/// <param name="Reopened">Second and later lives, counted apart.</param>
/// <param name="LostAndRemade">
/// Addition: survivors whose mapping was lost and made again with the same port before anybody noticed. That is luck.
/// </param>
public sealed record FlowCounts(int Total, int Survived, int Died, int Censored, int Refused, int Reopened, int LostAndRemade = 0);

/// <summary>What happened in the NAT's map, over all repetitions.</summary>
public sealed record MapCounters(long Evictions, long RestoredReverse, long RestoredOriginal, long AllocationFailures);
