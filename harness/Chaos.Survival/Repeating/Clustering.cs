using MathNet.Numerics;

namespace Chaos.Survival.Repeating;

/// <summary>
/// How much flows of one repetition live and die together, from what the repetitions show: e, by which the variance of the number of deaths
/// in a repetition exceeds that of independent flows (variance = mean (1 + e)). Deaths are taken as negative binomial with this e; given
/// their total they are Dirichlet-multinomial, so nothing has to be assumed of how many die. The prior of e is stated, flat in ln e from
/// <see cref="Least"/> to a part of the flows, and at most to a number of flows.
/// </summary>
/// <remarks>
/// A death that is alone in its repetition, again and again, excludes that flows die in large clusters; repetitions without a death say
/// nothing of it, and the prior stands. Source of the likelihood: J. E. Mosimann, "On the compound multinomial distribution", Biometrika 49
/// (1962) 65-82.
/// </remarks>
internal readonly record struct Clustering(double MostPart, double MostFlows, Burst Unseen = default)
{
    /// <summary>The prior of a share: clusters of up to three flows in ten, or of 200 flows.</summary>
    public static readonly Clustering OfShares = new(0.3, 200);

    /// <summary>
    /// The same of newcomers. They fail one by one and, in a rare repetition, many at once: failures that are alone in their repetitions do
    /// not exclude a burst that no repetition has shown.
    /// </summary>
    public static readonly Clustering OfNewcomers = OfShares with { Unseen = Burst.OfNewcomers };

    /// <summary>
    /// The prior of a difference between repetitions of one seed: a tenth of it. What both sides share leaves no difference.
    /// </summary>
    public static readonly Clustering OfDifferences = new(0.03, 20);

    /// <summary>The smallest e; less makes no difference to an interval.</summary>
    private const double Least = 0.1;

    /// <summary>Points at which the posterior is summed up.</summary>
    private const int Points = 24;

    /// <summary>The posterior mean of e.</summary>
    /// <param name="counts">Deaths by repetition, or survivors where they are fewer.</param>
    /// <param name="flows">Flows of a repetition.</param>
    /// <param name="weight">How often the repetitions count: above 1 for the same spread seen more often.</param>
    public double Excess(IReadOnlyList<double> counts, double flows, double weight)
    {
        double most = Math.Min(MostPart * (flows - 1), MostFlows);
        if (most <= Least) return Math.Max(0, most);
        Span<double> excess = stackalloc double[Points], logs = stackalloc double[Points];
        double ratio = Math.Log(most / Least);
        double best = double.NegativeInfinity;
        for (int point = 0; point < Points; point++)
        {
            excess[point] = Least * Math.Exp(ratio * (point + 0.5) / Points);
            logs[point] = weight * LogLikelihood(counts, excess[point]);
            best = Math.Max(best, logs[point]);
        }

        double sum = 0, total = 0;
        for (int point = 0; point < Points; point++)
        {
            double likelihood = Math.Exp(logs[point] - best);
            sum += likelihood * excess[point];
            total += likelihood;
        }

        return sum / total;
    }

    /// <summary>Of the counts given their total, but for what does not depend on e.</summary>
    private static double LogLikelihood(IReadOnlyList<double> counts, double excess)
    {
        double total = counts.Sum();
        if (total <= 0) return 0;
        double shape = total / counts.Count / excess;
        double log = SpecialFunctions.GammaLn(shape * counts.Count) - SpecialFunctions.GammaLn((shape * counts.Count) + total);
        double none = SpecialFunctions.GammaLn(shape);
        foreach (double count in counts)
            if (count > 0) log += SpecialFunctions.GammaLn(shape + count) - none;
        return log;
    }
}
