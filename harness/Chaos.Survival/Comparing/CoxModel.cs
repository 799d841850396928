namespace Chaos.Survival.Comparing;

/// <summary>
/// The hazard of one group against the other's, exp(beta), by partial likelihood with Efron's treatment of ties. With d deaths tied at a
/// time, the
/// k-th of them (k = 0 .. d - 1) is drawn from those at risk, the dead counting 1 - k / d; its score is x - p and its information p (1 -
/// p),
/// where p is the second group's share of the hazard at that draw. Strata share beta and nothing else.
/// Source: D. R. Cox, Journal of the Royal Statistical Society B 34 (1972) 187-220; B. Efron, Journal of the American Statistical
/// Association
/// 72 (1977) 557-565; `coxph` of R's survival.
/// </summary>
/// <remarks>It takes flows as independent, and means little where hazards are not proportional: see
/// <see cref="ProportionalHazards"/>.</remarks>
public static class CoxModel
{
    private const int MaximumSteps = 50;
    private const double Precision = 1e-12;

    /// <param name="subjects">Two groups; the first is the reference.</param>
    /// <param name="level">Of the interval.</param>
    public static HazardRatio Fit(Subjects subjects, double level = Interval.UsualLevel)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        if (subjects.GroupCount != 2) throw new ArgumentException("A hazard ratio compares two groups.", nameof(subjects));
        IReadOnlyList<TiedDeaths> deaths = TiedDeaths.Of(subjects);
        // One group alone has died while both were at risk: the likelihood has its maximum at the end of the line.
        if (deaths.All(tie => tie.DiedSecond == 0)) return new HazardRatio(deaths.Count == 0 ? null : 0, null, null, null);
        if (deaths.All(tie => tie.DiedFirst == 0)) return default;
        double beta = 0;
        Score score = Score.At(deaths, beta);
        for (int step = 0; step < MaximumSteps; step++)
        {
            double next = beta + score.Gradient / score.Information;
            Score nextScore = Score.At(deaths, next);
            // Newton may leap too far from a flat start; half the way is always uphill in the end.
            for (int half = 0; half < MaximumSteps && !(nextScore.LogLikelihood >= score.LogLikelihood - Precision); half++)
            {
                next = (next + beta) / 2;
                nextScore = Score.At(deaths, next);
            }

            bool settled = Math.Abs(next - beta) < Precision * Math.Max(1, Math.Abs(beta));
            (beta, score) = (next, nextScore);
            if (settled) break;
        }

        double error = 1 / Math.Sqrt(score.Information);
        double width = Greenwood.NormalQuantile(level) * error;
        return new HazardRatio(Math.Exp(beta), Math.Exp(beta - width), Math.Exp(beta + width), ChiSquareTest.TwoSidedNormal(beta / error));
    }

    /// <summary>Log likelihood and its first two derivatives.</summary>
    private readonly record struct Score(double LogLikelihood, double Gradient, double Information)
    {
        public static Score At(IReadOnlyList<TiedDeaths> deaths, double beta)
        {
            double logLikelihood = 0, gradient = 0, information = 0, risk = Math.Exp(beta);
            foreach (TiedDeaths tie in deaths)
            {
                logLikelihood += tie.DiedSecond * beta;
                gradient += tie.DiedSecond;
                for (int draw = 0; draw < tie.Died; draw++)
                {
                    (double total, double share) = tie.Draw(draw, risk);
                    logLikelihood -= Math.Log(total);
                    gradient -= share;
                    information += share * (1 - share);
                }
            }

            return new Score(logLikelihood, gradient, information);
        }
    }
}

/// <summary>The second group's hazard over the first's, with its Wald interval and test.</summary>
/// <param name="Estimate">Null: infinite, because nobody of the first group died beside the second, or nobody died at all.</param>
/// <param name="Lower">Null where the estimate is 0 or infinite.</param>
/// <param name="Upper">Null where the estimate is 0 or infinite.</param>
/// <param name="PValue">Null where the estimate is 0 or infinite.</param>
public readonly record struct HazardRatio(double? Estimate, double? Lower, double? Upper, double? PValue);
