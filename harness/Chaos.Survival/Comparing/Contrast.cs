namespace Chaos.Survival.Comparing;

/// <summary>
/// The difference of two estimates that do not depend on each other, second minus first: d ± z sqrt(e1^2 + e2^2). For restricted means
/// (Royston and
/// Parmar 2013, see <see cref="RestrictedMean"/>) and for survival at one time (the risk difference).
/// </summary>
/// <param name="Estimate">Second minus first.</param>
/// <param name="Lower">Of the interval.</param>
/// <param name="Upper">Of the interval.</param>
/// <param name="PValue">Of no difference.</param>
/// <remarks>It takes flows as independent. Flows of one repetition are not: verdicts rest on
/// <see cref="Repeating.DifferenceSample"/>.</remarks>
public readonly record struct Contrast(double Estimate, double Lower, double Upper, double PValue)
{
    public static Contrast OfMeans(MeanLife first, MeanLife second, double level = Interval.UsualLevel) =>
        Of(first.Estimate, first.StandardError, second.Estimate, second.StandardError, level);

    /// <summary>
    /// Survival at a time; null where one of the curves says nothing there, or is 0 or 1, since nothing is known of its spread then.
    /// </summary>
    public static Contrast? OfSurvival(SurvivalCurve first, SurvivalCurve second, double timeSeconds, double level = Interval.UsualLevel)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return first.SurvivalAt(timeSeconds) is > 0 and < 1 && first.StepAt(timeSeconds) is { } one
            && second.SurvivalAt(timeSeconds) is > 0 and < 1 && second.StepAt(timeSeconds) is { } two
            ? Of(one.Survival, Greenwood.StandardError(one), two.Survival, Greenwood.StandardError(two), level)
            : null;
    }

    private static Contrast Of(double first, double firstError, double second, double secondError, double level)
    {
        double difference = second - first;
        double error = Math.Sqrt((firstError * firstError) + (secondError * secondError));
        double width = Greenwood.NormalQuantile(level) * error;
        double p = error > 0 ? ChiSquareTest.TwoSidedNormal(difference / error) : difference == 0 ? 1 : 0;
        return new Contrast(difference, difference - width, difference + width, p);
    }
}
