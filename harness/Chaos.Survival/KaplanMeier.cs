namespace Chaos.Survival;

/// <summary>
/// The product-limit estimate S(t) = product over death times t_i &lt;= t of (1 - d_i / n_i), with d_i deaths among n_i at risk.
/// Source: E. L. Kaplan, P. Meier, "Nonparametric estimation from incomplete observations",
/// Journal of the American Statistical Association 53 (1958) 457-481.
/// </summary>
public static class KaplanMeier
{
    /// <summary>
    /// Deaths before censorings where times tie, as Kaplan and Meier have it. Times before t = 0 count at t = 0: the curve then
    /// starts below 1.
    /// </summary>
    /// <exception cref="ArgumentException">A time is not a number.</exception>
    public static SurvivalCurve Estimate(IEnumerable<Observation> observations)
    {
        ArgumentNullException.ThrowIfNull(observations);
        Observation[] sorted = [.. observations.Select(FromZero)];
        Array.Sort(sorted, static (left, right) => left.TimeSeconds.CompareTo(right.TimeSeconds));

        List<CurveStep> steps = [];
        // The product telescopes to a plain share as long as nobody is censored: survivors / watched. Keeping it in that
        // form until a censoring makes 990 of 1000 exactly 0.99, so that a bound of 99 % is judged without rounding noise.
        // The division comes first: a step without a death then multiplies by exactly 1 and the curve can never rise.
        double settled = 1;
        int watched = sorted.Length;
        int atRisk = sorted.Length;
        for (int start = 0; start < sorted.Length;)
        {
            (int end, int died) = Tie(sorted, start);
            int censored = end - start - died;
            double survival = settled * ((double)(atRisk - died) / watched);
            steps.Add(new CurveStep(sorted[start].TimeSeconds, atRisk, died, censored, survival));
            atRisk -= died + censored;
            if (censored > 0)
            {
                settled = survival;
                watched = atRisk;
            }

            start = end;
        }

        return new SurvivalCurve(steps);
    }

    /// <summary>Where the observations of one time end, and how many of them are deaths.</summary>
    private static (int End, int Died) Tie(Observation[] sorted, int start)
    {
        int end = start;
        int died = 0;
        while (end < sorted.Length && sorted[end].TimeSeconds == sorted[start].TimeSeconds)
        {
            died += sorted[end].Died ? 1 : 0;
            end++;
        }

        return (end, died);
    }

    private static Observation FromZero(Observation observation) => double.IsNaN(observation.TimeSeconds)
        ? throw new ArgumentException("An observation's time is not a number.", nameof(observation))
        : observation with { TimeSeconds = Math.Max(0, observation.TimeSeconds) };
}
