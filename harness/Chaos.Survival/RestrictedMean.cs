namespace Chaos.Survival;

/// <summary>
/// Mean life within a horizon: the area under the curve, mu(tau) = integral of S from 0 to tau, with
/// Var mu = sum over death times t_i &lt;= tau of (integral of S from t_i to tau)^2 d_i / (n_i (n_i - d_i)).
/// Source: J. P. Klein, M. L. Moeschberger, "Survival Analysis", 2nd edition (2003), section 4.5; P. Royston, M. K. B. Parmar,
/// "Restricted mean survival time", BMC Medical Research Methodology 13:152 (2013); `rmean` of R's survival.
/// </summary>
public static class RestrictedMean
{
    /// <summary>Beyond its last step the curve is taken as level, as R does: choose a horizon that was watched.</summary>
    /// <param name="curve">The estimate.</param>
    /// <param name="horizonSeconds">tau, not negative.</param>
    public static MeanLife Of(SurvivalCurve curve, double horizonSeconds)
    {
        ArgumentNullException.ThrowIfNull(curve);
        ArgumentOutOfRangeException.ThrowIfNegative(horizonSeconds);
        IReadOnlyList<CurveStep> steps = curve.Steps;
        int last = steps.Count - 1;
        while (last >= 0 && steps[last].TimeSeconds > horizonSeconds) last--;
        double right = horizonSeconds;
        double area = 0;
        double variance = 0;
        for (int index = last; index >= 0; index--)
        {
            CurveStep step = steps[index];
            area += (right - step.TimeSeconds) * step.Survival;
            right = step.TimeSeconds;
            // Where everybody dies the area beyond is 0, and so is the term.
            if (step.Died > 0 && step.Died < step.AtRisk)
                variance += area * area * step.Died / ((double)step.AtRisk * (step.AtRisk - step.Died));
        }

        return new MeanLife(horizonSeconds, area + right, Math.Sqrt(variance));
    }
}

/// <param name="HorizonSeconds">tau.</param>
/// <param name="Estimate">Seconds of life until tau, on average.</param>
/// <param name="StandardError">Seconds, if flows are independent of each other.</param>
public readonly record struct MeanLife(double HorizonSeconds, double Estimate, double StandardError);
