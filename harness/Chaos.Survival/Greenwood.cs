using MathNet.Numerics.Distributions;

namespace Chaos.Survival;

/// <summary>
/// How sure a Kaplan-Meier estimate is, if flows are independent of each other.
/// Var S(t) = S(t)^2 G(t), with G(t) = sum over death times t_i &lt;= t of d_i / (n_i (n_i - d_i)).
/// Source: M. Greenwood, "The natural duration of cancer", Reports on Public Health and Medical Subjects 33 (1926).
/// </summary>
public static class Greenwood
{
    /// <summary>Kept, because a curve asks for it at each of its steps.</summary>
    private static readonly double UsualQuantile = Quantile(Interval.UsualLevel);

    /// <summary>Standard error of the estimate at a step; not a number where the curve has come down to 0.</summary>
    public static double StandardError(CurveStep step) => step.Survival == 0 ? double.NaN : step.Survival * Math.Sqrt(step.GreenwoodSum);

    /// <summary>
    /// The log-log interval S^exp(±z sqrt(G) / ln S), which stays inside 0 to 1. Null where the curve is 1 or 0: the variance says nothing
    /// there.
    /// Source: J. D. Kalbfleisch, R. L. Prentice, "The Statistical Analysis of Failure Time Data" (1980), section 1.3; `conf.type =
    /// "log-log"` of R's survival.
    /// </summary>
    public static Interval? LogLogInterval(CurveStep step, double level = Interval.UsualLevel)
    {
        if (step.Survival is <= 0 or >= 1) return null;
        double width = NormalQuantile(level) * Math.Sqrt(step.GreenwoodSum) / Math.Log(step.Survival);
        double centre = Math.Log(-Math.Log(step.Survival));
        return new Interval(Math.Exp(-Math.Exp(centre - width)), Math.Exp(-Math.Exp(centre + width)));
    }

    /// <summary>z with P(-z &lt;= Z &lt;= z) = level.</summary>
    internal static double NormalQuantile(double level) => level == Interval.UsualLevel ? UsualQuantile : Quantile(level);

    private static double Quantile(double level) => Normal.InvCDF(0, 1, 1 - ((1 - level) / 2));
}
