namespace Chaos.Survival.Comparing;

/// <summary>
/// Is the hazard ratio the same all along? The score test for a slope of beta over g(t) = 1 - S(t-), S being the Kaplan-Meier curve of all:
/// U = sum of g r over Schoenfeld residuals r, and U^2 / (sum g^2 v - (sum g v)^2 / sum v) has a chi-square distribution with one degree of
/// freedom,
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
        double[] moments = Transforms(subjects.CurveOfAll(), deaths);
        double score = 0, information = 0, cross = 0, slope = 0;
        // Around its mean, so that the difference below does not lose its digits.
        double centre = deaths.Zip(moments, (tie, moment) => tie.Died * moment).Sum() / deaths.Sum(tie => (double)tie.Died);
        for (int index = 0; index < moments.Length; index++)
        {
            TiedDeaths tie = deaths[index];
            double moment = moments[index] - centre;
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

    /// <summary>1 - S just before each time; times rise inside a stratum, so the curve is walked along once for each.</summary>
    private static double[] Transforms(SurvivalCurve all, IReadOnlyList<TiedDeaths> deaths)
    {
        double[] transforms = new double[deaths.Count];
        int next = 0;
        for (int index = 0; index < transforms.Length; index++)
        {
            if (index > 0 && deaths[index].TimeSeconds < deaths[index - 1].TimeSeconds) next = 0;
            while (next < all.Steps.Count && all.Steps[next].TimeSeconds < deaths[index].TimeSeconds) next++;
            transforms[index] = next == 0 ? 0 : 1 - all.Steps[next - 1].Survival;
        }

        return transforms;
    }
}
