namespace Chaos.Survival.Repeating;

/// <summary>
/// The difference of two shares, first minus second, whose repetitions belong together by seed. Each repetition shows a gain or a loss: the
/// share of flows that more, or fewer, live in the first. Both are shares with intervals of their own, which are joined:
/// lower = d - sqrt(k ((g - l_g)^2 + (u_l - l)^2)), upper = d + sqrt(k ((u_g - g)^2 + (l - l_l)^2)), d = g - l, where k is the variance of
/// the differences by repetition over the sum of the variances of gains and losses: above 1 where repetitions gain and lose in turn.
/// Source: G. Y. Zou, A. Donner, "Construction of confidence limits about effect measures: a general approach", Statistics in Medicine 27
/// (2008) 1693-1702 (method of variance estimates recovery); to join gains and losses is our way to put the pairing in.
/// </summary>
/// <remarks>
/// The interval is never narrower than Student's t on the differences, which is exact in the middle of the scale. Near 0 and 1 that alone
/// covers as little as 80 %, and it claims to know everything when all differences are equal: see the decision page on intervals. Pairs
/// that are identical are a share of
/// gains and a share of losses that are both 0 in each repetition, and how large they may be all the same follows from the repetitions.
/// </remarks>
public sealed record DifferenceSample : RepeatedEstimate
{
    private readonly ShareSample gains;
    private readonly ShareSample losses;
    private readonly IReadOnlyList<double> differences;

    /// <summary>Repetition r of the one belongs to repetition r of the other.</summary>
    /// <exception cref="ArgumentException">They differ in their number of repetitions.</exception>
    public DifferenceSample(ShareSample first, ShareSample second)
        : this(first, second, Of(first, second))
    {
        if (first.Repetitions != second.Repetitions) throw new ArgumentException("Both sides need the same repetitions.", nameof(second));
    }

    private DifferenceSample(ShareSample first, ShareSample second, double[] byRepetition)
        : this(
            first.Estimate - second.Estimate, byRepetition, Math.Min(first.FlowsPerRepetition, second.FlowsPerRepetition),
            first.Repetitions)
    {
    }

    private DifferenceSample(double estimate, IReadOnlyList<double> byRepetition, double flowsPerRepetition, int repetitions)
    {
        (Estimate, differences, Repetitions) = (estimate, byRepetition, repetitions);
        // Where repetitions have unequal weights, their mean is not the estimate: the difference goes where it belongs.
        double shift = estimate - byRepetition.Average();
        (gains, losses) = (Side(1), Side(-1));

        ShareSample Side(int sign)
        {
            double[] shares = [.. byRepetition.Select(difference => Math.Max(0, sign * difference))];
            double mean = Math.Clamp(shares.Average() + Math.Max(0, sign * shift), 0, 1);
            return new ShareSample(mean, shares, flowsPerRepetition, repetitions, Clustering.OfDifferences);
        }
    }

    public override double Estimate { get; }

    public override int Repetitions { get; }

    public override DifferenceSample Repeated(int repetitions) => new(Estimate, differences, gains.FlowsPerRepetition, repetitions);

    public override DifferenceSample First(int repetitions)
    {
        if (repetitions == differences.Count) return this;
        double[] first = [.. differences.Take(repetitions)];
        return new DifferenceSample(first.Average(), first, gains.FlowsPerRepetition, first.Length);
    }

    private static double[] Of(ShareSample first, ShareSample second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return [.. first.Shares.Zip(second.Shares, (one, two) => one - two)];
    }

    /// <summary>
    /// Chance of a difference at least so large if there is none: the smallest error at which the interval leaves 0 out. Never below 1e-12,
    /// where
    /// the tails of the distributions are no longer to be relied on.
    /// </summary>
    /// <returns>Null with one repetition.</returns>
    public double? PValue
    {
        get
        {
            if (Repetitions < FewestRepetitions) return null;
            double excluded = 0, included = -12;
            if (!Compute(1 - Math.Pow(10, included)).Contains(0)) return Math.Pow(10, included);
            // The interval grows as the error falls: halve the exponent's range.
            for (int step = 0; step < 40; step++)
            {
                double middle = (excluded + included) / 2;
                if (Compute(1 - Math.Pow(10, middle)).Contains(0)) included = middle;
                else excluded = middle;
            }

            return Spread.Significant(Math.Pow(10, excluded));
        }
    }

    protected override Interval Compute(double level)
    {
        Interval gain = gains.IntervalAt(level)!.Value;
        Interval loss = losses.IntervalAt(level)!.Value;
        double pairing = Math.Sqrt(Pairing);
        double student = Spread.StudentQuantile(Repetitions - 1, (1 + level) / 2) * Math.Sqrt(Spread.Variance(differences) / Repetitions);
        double below = Math.Max(student, pairing * double.Hypot(gains.Estimate - gain.Lower, loss.Upper - losses.Estimate));
        double above = Math.Max(student, pairing * double.Hypot(gain.Upper - gains.Estimate, losses.Estimate - loss.Lower));
        return new Interval(Spread.Rounded(Math.Max(-1, Estimate - below)), Spread.Rounded(Math.Min(1, Estimate + above)));
    }

    /// <summary>
    /// k: what the data show of gains and losses that go against each other, with the same unseen variance above and below.
    /// </summary>
    private double Pairing
    {
        get
        {
            double apart = gains.Variance + losses.Variance;
            if (apart <= 0) return 1;
            double unseen = Math.Max(0, gains.Variance - gains.SeenVariance) + Math.Max(0, losses.Variance - losses.SeenVariance);
            return Math.Max(1, ((Spread.Variance(differences) / Repetitions) + unseen) / apart);
        }
    }
}
