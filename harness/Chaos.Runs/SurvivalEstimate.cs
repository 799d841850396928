namespace Chaos.Runs;

/// <summary>Kaplan-Meier survival at the end of the run.</summary>
/// <param name="At">Seconds from t = 0: the run's duration.</param>
/// <param name="Estimate">0 to 1; null when there is nothing to estimate from.</param>
/// <param name="Lower">Null with one repetition: one run has no spread.</param>
/// <param name="Upper">Null with one repetition.</param>
/// <param name="ByRepetition">Addition: the estimate of each repetition alone, in order; null inside where it had nothing to estimate
/// from.</param>
public sealed record SurvivalEstimate(
    double At, double? Estimate, double? Lower, double? Upper, IReadOnlyList<double?>? ByRepetition = null)
    : ShareEstimate(Estimate, Lower, Upper, ByRepetition)
{
    internal static SurvivalEstimate Of(double at, double? estimate, IReadOnlyList<double?> byRepetition, long flows, double level)
    {
        ShareEstimate share = Of(estimate, byRepetition, flows, level);
        return new SurvivalEstimate(at, share.Estimate, share.Lower, share.Upper, share.ByRepetition);
    }
}
