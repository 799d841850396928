using System.Text.Json.Serialization;
using Chaos.Survival;
using Chaos.Survival.Repeating;

namespace Chaos.Runs;

/// <summary>A share of flows, with an interval from the spread between repetitions.</summary>
/// <param name="Estimate">0 to 1; null when there is nothing to estimate from.</param>
/// <param name="Lower">Null with one repetition: one run has no spread.</param>
/// <param name="Upper">Null with one repetition.</param>
/// <param name="ByRepetition">Addition: the estimate of each repetition alone, in order; null inside where it had nothing to estimate
/// from.</param>
public record ShareEstimate(
    double? Estimate, double? Lower, double? Upper, IReadOnlyList<double?>? ByRepetition = null)
{
    /// <summary>Of newcomers, whose losses come in bursts that few repetitions show.</summary>
    [JsonIgnore]
    public bool OfNewcomers { get; init; }

    /// <summary>What verdicts rest on; null where there is nothing to estimate from.</summary>
    /// <param name="flows">Flows behind the estimate, over all repetitions.</param>
    public ShareSample? Sample(long flows) => Sample(flows, _ => true);

    /// <summary>
    /// The difference to another cell's share, repetition by repetition; null where one of them has nothing to estimate from.
    /// </summary>
    /// <param name="flows">Flows behind this estimate.</param>
    /// <param name="other">The other cell's share.</param>
    /// <param name="otherFlows">Flows behind that one.</param>
    public DifferenceSample? DifferenceTo(long flows, ShareEstimate other, long otherFlows)
    {
        ArgumentNullException.ThrowIfNull(other);
        bool Both(int repetition) => ShareOf(repetition) is not null && other.ShareOf(repetition) is not null;
        return Sample(flows, Both) is { } mine && other.Sample(otherFlows, Both) is { } its ? new DifferenceSample(mine, its) : null;
    }

    /// <summary>What the runs show without any model; null with fewer than two.</summary>
    /// <param name="least">True: of a share of which more is better; false: less is.</param>
    public RunsStatement? Runs(bool least) => RunsStatement.Of([.. (ByRepetition ?? []).OfType<double>()], least);

    public virtual bool Equals(ShareEstimate? other) =>
        other is not null && EqualityContract == other.EqualityContract
        && (Estimate, Lower, Upper) == (other.Estimate, other.Lower, other.Upper)
        && (ByRepetition ?? []).SequenceEqual(other.ByRepetition ?? []);

    public override int GetHashCode() => Estimate.GetHashCode();

    /// <summary>The share that this one leaves: of flows that were answered, where this is of those that failed.</summary>
    public ShareEstimate Complement() =>
        new(1 - Estimate, 1 - Upper, 1 - Lower, ByRepetition is { } all ? [.. all.Select(share => 1 - share)] : null)
        {
            OfNewcomers = OfNewcomers,
        };

    /// <param name="estimate">Over all repetitions; null when there is nothing to estimate from.</param>
    /// <param name="byRepetition">Of each repetition alone.</param>
    /// <param name="flows">Flows behind the estimate, over all repetitions.</param>
    /// <param name="level">Of the interval.</param>
    /// <param name="ofNewcomers">A share of newcomers that fail.</param>
    internal static ShareEstimate Of(
        double? estimate, IReadOnlyList<double?> byRepetition, long flows, double level, bool ofNewcomers = false)
    {
        ShareEstimate plain = new(estimate, null, null, byRepetition) { OfNewcomers = ofNewcomers };
        Interval? interval = plain.Sample(flows)?.IntervalAt(level);
        return plain with { Lower = interval?.Lower, Upper = interval?.Upper };
    }

    private ShareSample? Sample(long flows, Func<int, bool> counts)
    {
        if (Estimate is not { } estimate || ByRepetition is not { Count: > 0 } all || flows == 0) return null;
        double[] shares = [.. Enumerable.Range(0, all.Count).Where(counts).Select(ShareOf).OfType<double>()];
        if (shares.Length == 0) return null;
        // Where the other cell has fewer repetitions, the estimate is that of the ones that both have.
        bool counted = shares.Length == all.Count(share => share is not null);
        (double mean, double each) = (counted ? estimate : shares.Average(), Math.Max(1, (double)flows / all.Count));
        return OfNewcomers ? ShareSample.OfNewcomers(mean, shares, each) : new ShareSample(mean, shares, each);
    }

    private double? ShareOf(int repetition) => ByRepetition is { } all && repetition < all.Count ? all[repetition] : null;
}
