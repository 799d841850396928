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
        Observation[] all = [.. observations];
        double[] times = [.. all.Select(FromZero)];
        bool[] died = [.. all.Select(one => one.Died)];
        Array.Sort(times, died);
        return FromSorted(times, died);
    }

    /// <param name="times">Rising, never negative.</param>
    /// <param name="died">Beside each time: a death, or the end of an observation.</param>
    internal static SurvivalCurve FromSorted(ReadOnlySpan<double> times, ReadOnlySpan<bool> died)
    {
        List<CurveStep> steps = new(CountDistinct(times));
        Product product = new(times.Length);
        for (int start = 0; start < times.Length;)
        {
            (int end, int deaths) = Tie(times, died, start);
            steps.Add(product.Step(times[start], deaths, end - start - deaths));
            start = end;
        }

        return new SurvivalCurve(steps);
    }

    private static int CountDistinct(ReadOnlySpan<double> times)
    {
        int distinct = Math.Min(1, times.Length);
        for (int index = 1; index < times.Length; index++) distinct += times[index] == times[index - 1] ? 0 : 1;
        return distinct;
    }

    /// <summary>Where the observations of one time end, and how many of them are deaths.</summary>
    private static (int End, int Died) Tie(ReadOnlySpan<double> times, ReadOnlySpan<bool> died, int start)
    {
        int end = start;
        int deaths = 0;
        while (end < times.Length && times[end] == times[start])
        {
            deaths += died[end] ? 1 : 0;
            end++;
        }

        return (end, deaths);
    }

    private static double FromZero(Observation observation) => double.IsNaN(observation.TimeSeconds)
        ? throw new ArgumentException("An observation's time is not a number.", nameof(observation))
        : Math.Max(0, observation.TimeSeconds);

    /// <summary>
    /// The running product. It telescopes to a plain share as long as nobody is censored: survivors / watched. Keeping it in that
    /// form until a censoring makes 990 of 1000 exactly 0.99, so that a bound of 99 % is judged without rounding noise.
    /// </summary>
    private struct Product(int count)
    {
        private double settled = 1;
        private int watched = count;
        private int atRisk = count;
        private double greenwood;

        public CurveStep Step(double time, int died, int censored)
        {
            // The division comes first: a step without a death then multiplies by exactly 1 and the curve can never rise.
            double survival = settled * ((double)(atRisk - died) / watched);
            greenwood += died == 0 ? 0 : died / ((double)atRisk * (atRisk - died));
            CurveStep step = new(time, atRisk, died, censored, survival, greenwood);
            atRisk -= died + censored;
            if (censored > 0) (settled, watched) = (survival, atRisk);
            return step;
        }
    }
}
