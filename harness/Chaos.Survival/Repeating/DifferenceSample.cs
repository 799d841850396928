namespace Chaos.Survival.Repeating;

/// <summary>
/// The difference of two shares, first minus second, whose repetitions belong together by seed. The interval joins those of the two shares:
/// lower = d - sqrt(g ((p1 - l1)^2 + (u2 - p2)^2)), upper = d + sqrt(g ((u1 - p1)^2 + (p2 - l2)^2)), where g is the variance of the
/// differences by
/// repetition over the sum of the two variances: below 1 where paired repetitions go up and down together.
/// Source: G. Y. Zou, A. Donner, "Construction of confidence limits about effect measures: a general approach", Statistics in Medicine 27
/// (2008) 1693-1702 (method of variance estimates recovery); g is our way to put the pairing in.
/// </summary>
/// <remarks>
/// Student's t on the differences is what this comes to in the middle of the scale. Near 0 and 1 that covers as little as 80 %, and it
/// claims to know
/// everything when all differences are equal: see the decision page on intervals.
/// </remarks>
public sealed record DifferenceSample : RepeatedEstimate
{
    private readonly ShareSample first;
    private readonly ShareSample second;
    private readonly double between;

    /// <summary>Repetition r of the one belongs to repetition r of the other.</summary>
    /// <exception cref="ArgumentException">They differ in their number of repetitions.</exception>
    public DifferenceSample(ShareSample first, ShareSample second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Repetitions != second.Repetitions) throw new ArgumentException("Both sides need the same repetitions.", nameof(second));
        (this.first, this.second) = (first, second);
        between = Spread.Variance([.. first.Shares.Zip(second.Shares, (one, two) => one - two)]);
    }

    public override double Estimate => first.Estimate - second.Estimate;

    public override int Repetitions => first.Repetitions;

    private DifferenceSample(DifferenceSample seen, int repetitions)
        : base(seen) => (first, second, between) = (seen.first.Repeated(repetitions), seen.second.Repeated(repetitions), seen.between);

    public override DifferenceSample Repeated(int repetitions) => new(this, repetitions);

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
        Interval one = first.IntervalAt(level)!.Value;
        Interval two = second.IntervalAt(level)!.Value;
        double pairing = Math.Sqrt(Pairing);
        double below = pairing * double.Hypot(first.Estimate - one.Lower, two.Upper - second.Estimate);
        double above = pairing * double.Hypot(one.Upper - first.Estimate, second.Estimate - two.Lower);
        return new Interval(Spread.Rounded(Math.Max(-1, Estimate - below)), Spread.Rounded(Math.Min(1, Estimate + above)));
    }

    /// <summary>g: what the data show of the pairing, with the same unseen variance above and below the line.</summary>
    private double Pairing
    {
        get
        {
            double unpaired = first.Variance + second.Variance;
            if (unpaired <= 0) return 1;
            double unseen = Math.Max(0, first.Variance - first.SeenVariance) + Math.Max(0, second.Variance - second.SeenVariance);
            return ((between / Repetitions) + unseen) / unpaired;
        }
    }
}
