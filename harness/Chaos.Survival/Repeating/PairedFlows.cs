namespace Chaos.Survival.Repeating;

/// <summary>Flows of one repetition under two conditions, each flow its own control.</summary>
/// <param name="Both">Died under both.</param>
/// <param name="OnlyFirst">Died under the first alone: the second saves them.</param>
/// <param name="OnlySecond">Died under the second alone: the second costs them.</param>
/// <param name="Neither">Lived under both.</param>
public readonly record struct PairCounts(int Both, int OnlyFirst, int OnlySecond, int Neither)
{
    public int Total => Both + OnlyFirst + OnlySecond + Neither;

    public static PairCounts operator +(PairCounts one, PairCounts other) => new(
        one.Both + other.Both, one.OnlyFirst + other.OnlyFirst, one.OnlySecond + other.OnlySecond, one.Neither + other.Neither);
}

/// <summary>Pairs of flows from several repetitions, with intervals from the spread between them.</summary>
/// <remarks>
/// McNemar's test takes each discordant pair for a trial of its own. Flows of one repetition share a table, so they are none: here
/// repetitions alone count, as everywhere.
/// </remarks>
public sealed class PairedFlows
{
    private readonly IReadOnlyList<PairCounts> repetitions;

    /// <param name="repetitions">One for each repetition, each with at least one pair.</param>
    public PairedFlows(IReadOnlyList<PairCounts> repetitions)
    {
        ArgumentNullException.ThrowIfNull(repetitions);
        if (repetitions.Count == 0 || repetitions.Any(counts => counts.Total == 0))
            throw new ArgumentException("Each repetition needs a pair.", nameof(repetitions));
        this.repetitions = repetitions;
        Sum = repetitions.Aggregate((one, other) => one + other);
    }

    public PairCounts Sum { get; }

    /// <summary>The share of flows that the second saves.</summary>
    public ShareSample Saved => Share(counts => counts.OnlyFirst);

    /// <summary>The share of flows that the second costs.</summary>
    public ShareSample Lost => Share(counts => counts.OnlySecond);

    /// <summary>Survival under the second less survival under the first.</summary>
    public DifferenceSample Difference =>
        new(Share(counts => counts.OnlyFirst + counts.Neither), Share(counts => counts.OnlySecond + counts.Neither));

    private ShareSample Share(Func<PairCounts, int> count) => new(
        (double)count(Sum) / Sum.Total, [.. repetitions.Select(counts => (double)count(counts) / counts.Total)],
        (double)Sum.Total / repetitions.Count);
}
