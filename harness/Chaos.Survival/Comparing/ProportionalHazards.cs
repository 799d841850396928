namespace Chaos.Survival.Comparing;

/// <summary>
/// Is the hazard ratio the same all along? The score test for a slope of beta over g(t) = 1 - S(t-), S being the Kaplan-Meier curve of all:
/// U = sum of g r over Schoenfeld residuals r, and U^2 / (sum g^2 v - (sum g v)^2 / sum v) has a chi-square distribution with one degree of freedom,
/// v being the information of each death.
/// Source: P. M. Grambsch, T. M. Therneau, "Proportional hazards tests and diagnostics based on weighted residuals", Biometrika 81 (1994)
/// 515-526; `cox.zph(transform = "km")` of R's survival since version 3.0, which has the exact score test.
/// </summary>
public static class ProportionalHazards
{
    /// <summary>Null where the ratio is 0, infinite or not there, or the deaths do not spread over time.</summary>
    /// <param name="subjects">Two groups; the first is the reference.</param>
    /// <param name="ratio">What <see cref="CoxModel"/> made of them.</param>
    public static ChiSquareTest? Check(Subjects subjects, HazardRatio ratio)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        if (ratio is not { Estimate: { } risk, Lower: not null }) return null;
        IReadOnlyList<TiedDeaths> deaths = TiedDeaths.Of(subjects);
        SurvivalCurve all = subjects.CurveOfAll();
        double score = 0, information = 0, cross = 0, slope = 0;
        // Around its mean, so that the difference below does not lose its digits.
        double centre = deaths.Sum(tie => tie.Died * Transform(all, tie.TimeSeconds)) / deaths.Sum(tie => tie.Died);
        foreach (TiedDeaths tie in deaths)
        {
            double moment = Transform(all, tie.TimeSeconds) - centre;
            double residual = tie.DiedSecond;
            double variance = 0;
            for (int draw = 0; draw < tie.Died; draw++)
            {
                double share = tie.Draw(draw, risk).Share;
                residual -= share;
                variance += share * (1 - share);
            }

            score += moment * residual;
            information += variance;
            cross += moment * variance;
            slope += moment * moment * variance;
        }

        double spread = slope - (cross * cross / information);
        return spread > 0 ? new ChiSquareTest(score * score / spread, 1) : null;
    }

    /// <summary>1 - S just before a time.</summary>
    private static double Transform(SurvivalCurve all, double timeSeconds) => 1 - all.SurvivalBefore(timeSeconds);
}
