namespace Chaos.Survival;

/// <summary>
/// The time by which a share of the flows has died, with the interval that inverting the log-log band gives.
/// Source: R. Brookmeyer, J. Crowley, "A confidence interval for the median survival time", Biometrics 38 (1982) 29-41;
/// `quantile.survfit` of R's survival, also for the midpoint where the curve is level at the share.
/// </summary>
public static class Quantiles
{
    /// <summary>Two shares as near as this are the same: 0.5 met by a product of fractions is met within rounding.</summary>
    private static readonly double Tolerance = Math.Sqrt(double.BitIncrement(1) - 1);

    /// <param name="curve">The estimate.</param>
    /// <param name="share">Share that has died, between 0 and 1; 0.5 for the median.</param>
    /// <param name="level">Of the interval.</param>
    /// <returns>Null where the curve or its band never comes down so far.</returns>
    public static QuantileEstimate Of(SurvivalCurve curve, double share, double level = Interval.UsualLevel)
    {
        ArgumentNullException.ThrowIfNull(curve);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(share, 1);
        return new QuantileEstimate(
            Reached(curve, share, step => step.Survival),
            Reached(curve, share, step => Greenwood.LogLogInterval(step, level)?.Lower),
            Reached(curve, share, step => Greenwood.LogLogInterval(step, level)?.Upper));
    }

    /// <summary>
    /// The first time at which the line is at or below 1 - share; where it is level there, the middle of the level part, which may last to
    /// the end.
    /// </summary>
    private static double? Reached(SurvivalCurve curve, double share, Func<CurveStep, double?> line)
    {
        double wanted = 1 - share;
        double? levelSince = null;
        foreach (CurveStep step in curve.Steps)
        {
            if (line(step) is not { } value) continue;
            if (levelSince is { } since && value < wanted - Tolerance) return (since + step.TimeSeconds) / 2;
            if (levelSince is not null) continue;
            if (value < wanted - Tolerance) return step.TimeSeconds;
            if (value <= wanted + Tolerance) levelSince = step.TimeSeconds;
        }

        return levelSince is { } level ? (level + curve.Steps[^1].TimeSeconds) / 2 : null;
    }
}

/// <param name="Estimate">Seconds; null: the curve stays above.</param>
/// <param name="Lower">Seconds; null: the band's lower line stays above.</param>
/// <param name="Upper">Seconds; null: the band's upper line stays above.</param>
public readonly record struct QuantileEstimate(double? Estimate, double? Lower, double? Upper);
