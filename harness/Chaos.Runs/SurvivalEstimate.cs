using Chaos.Survival;
using Chaos.Survival.Repeating;

namespace Chaos.Runs;

/// <summary>Kaplan-Meier survival at the end of the run, with an interval from the spread between repetitions.</summary>
/// <param name="At">Seconds from t = 0: the run's duration.</param>
/// <param name="Estimate">0 to 1; null when there is nothing to estimate from.</param>
/// <param name="Lower">Null with one repetition: one run has no spread.</param>
/// <param name="Upper">Null with one repetition.</param>
/// <param name="ByRepetition">Addition: the estimate of each repetition alone, in order; null inside where it had nothing to estimate
/// from.</param>
public sealed record SurvivalEstimate(
    double At, double? Estimate, double? Lower, double? Upper, IReadOnlyList<double?>? ByRepetition = null)
{
    /// <summary>What verdicts rest on; null where there is nothing to estimate from.</summary>
    /// <param name="flows">Flows behind the estimate, over all repetitions.</param>
    public ShareSample? Sample(int flows) => Sample(flows, _ => true);

    /// <summary>
    /// The difference to another cell's survival, repetition by repetition; null where one of them has nothing to estimate from.
    /// </summary>
    /// <param name="flows">Flows behind this estimate.</param>
    /// <param name="other">The other cell's survival.</param>
    /// <param name="otherFlows">Flows behind that one.</param>
    public DifferenceSample? DifferenceTo(int flows, SurvivalEstimate other, int otherFlows)
    {
        ArgumentNullException.ThrowIfNull(other);
        bool Both(int repetition) => ShareOf(repetition) is not null && other.ShareOf(repetition) is not null;
        return Sample(flows, Both) is { } mine && other.Sample(otherFlows, Both) is { } its ? new DifferenceSample(mine, its) : null;
    }

    public bool Equals(SurvivalEstimate? other) =>
        other is not null && (At, Estimate, Lower, Upper) == (other.At, other.Estimate, other.Lower, other.Upper)
        && (ByRepetition ?? []).SequenceEqual(other.ByRepetition ?? []);

    public override int GetHashCode() => (At, Estimate).GetHashCode();

    internal static SurvivalEstimate Of(double at, double? estimate, IReadOnlyList<double?> byRepetition, int flows)
    {
        SurvivalEstimate plain = new(at, estimate, null, null, byRepetition);
        Interval? interval = plain.Sample(flows)?.IntervalAt();
        return plain with { Lower = interval?.Lower, Upper = interval?.Upper };
    }

    private ShareSample? Sample(int flows, Func<int, bool> counts)
    {
        if (Estimate is not { } estimate || ByRepetition is not { Count: > 0 } all || flows == 0) return null;
        double[] shares = [.. Enumerable.Range(0, all.Count).Where(counts).Select(ShareOf).OfType<double>()];
        return new ShareSample(estimate, shares, Math.Max(1, (double)flows / all.Count));
    }

    private double? ShareOf(int repetition) => ByRepetition is { } all && repetition < all.Count ? all[repetition] : null;
}
