using MathNet.Numerics.Distributions;

namespace Chaos.Survival.Repeating;

/// <summary>
/// A share of flows, e.g. survival at the end, from several repetitions, with the interval of Korn and Graubard: Clopper-Pearson on the
/// effective sample size n* = n / (1 + e), e being what the spread between repetitions shows of flows that live and die together, times
/// (t_{n-1} / t_{R-1})^2 for the few degrees of freedom that R repetitions leave. Source: E. L. Korn, B. I. Graubard, "Confidence intervals
/// for proportions with small expected number of positive counts estimated from survey data", Survey Methodology 24 (1998) 193-201.
/// </summary>
/// <remarks>
/// Near 0 and 1 repetitions look alike whether or not their flows die together, simply because so few die: three repetitions without a
/// death do not show that flows are independent, and there the plain method covers far less than it says. So e is the larger one of what
/// the spread shows and of the posterior mean of <see cref="Clustering"/>, whose prior is stated. See the decision page on intervals for
/// the coverage of both. It also holds for any mean of values from 0 to 1, whose variance is never above p (1 - p), so for restricted mean
/// life / horizon.
/// </remarks>
public sealed record ShareSample : RepeatedEstimate
{
    /// <summary>Fewer effective flows say nothing at all, and more than these say no more that anybody could use.</summary>
    private const double FewestFlows = 1e-3, MostFlows = 1e8;

    private readonly double between;
    private readonly Clustering prior;
    private readonly Lazy<double> effectiveFlows;

    /// <param name="estimate">Over all repetitions, 0 to 1.</param>
    /// <param name="shares">One for each repetition, 0 to 1.</param>
    /// <param name="flowsPerRepetition">Flows behind each of them, on average; at least 1.</param>
    public ShareSample(double estimate, IReadOnlyList<double> shares, double flowsPerRepetition)
        : this(estimate, shares, flowsPerRepetition, shares?.Count ?? 0, Clustering.OfShares)
    {
    }

    /// <summary>Of newcomers that fail: bursts that were not seen have to be reckoned with.</summary>
    /// <inheritdoc cref="ShareSample(double, IReadOnlyList{double}, double)"/>
    public static ShareSample OfNewcomers(double estimate, IReadOnlyList<double> shares, double flowsPerRepetition) =>
        new(estimate, shares, flowsPerRepetition, shares?.Count ?? 0, Clustering.OfNewcomers);

    internal ShareSample(double estimate, IReadOnlyList<double> shares, double flowsPerRepetition, int repetitions, Clustering prior)
    {
        ArgumentNullException.ThrowIfNull(shares);
        (Estimate, Shares, FlowsPerRepetition, Repetitions, this.prior) = (estimate, shares, flowsPerRepetition, repetitions, prior);
        between = Spread.Variance(shares);
        effectiveFlows = new Lazy<double>(CountEffectiveFlows);
    }

    public override double Estimate { get; }

    /// <summary>By repetition, as observed.</summary>
    public IReadOnlyList<double> Shares { get; }

    public double FlowsPerRepetition { get; }

    public override int Repetitions { get; }

    public override ShareSample Repeated(int repetitions) => new(Estimate, Shares, FlowsPerRepetition, repetitions, prior);

    /// <summary>The first repetitions alone.</summary>
    public override ShareSample First(int repetitions)
    {
        if (repetitions == Shares.Count) return this;
        double[] first = [.. Shares.Take(repetitions)];
        return new ShareSample(first.Average(), first, FlowsPerRepetition, first.Length, prior);
    }

    /// <summary>Variance of the estimate: of the mean of the repetitions' shares, as they show it.</summary>
    internal double SeenVariance => between / Repetitions;

    /// <summary>The same with what cannot be seen.</summary>
    internal double Variance => Estimate * (1 - Estimate) / effectiveFlows.Value;

    protected override Interval Compute(double level)
    {
        double tail = (1 - level) / 2;
        double adjusted = Math.Min(MostFlows, effectiveFlows.Value * DegreesOfFreedomFactor(1 - tail));
        if (adjusted < FewestFlows) return new Interval(0, 1);
        double alive = Estimate * adjusted;
        double dead = adjusted - alive;
        // Exactly one-sided at the ends, where the other bound is the end itself.
        double lower = Estimate <= 0 ? 0 : Beta.InvCDF(alive, dead + 1, tail);
        double upper = Estimate >= 1 ? 1 : Beta.InvCDF(alive + 1, dead, 1 - tail);
        double unseen = prior.Unseen.Share(Repetitions, FlowsPerRepetition, level);
        // Losses that were not seen reach away from the nearer end; both are independent, so their squares add up.
        if (Estimate > 0.5) lower = Estimate - double.Hypot(Estimate - lower, unseen);
        else upper = Estimate + double.Hypot(upper - Estimate, unseen);
        // A single death proves that not everybody lives, and a single survivor the opposite, however few flows there were.
        double least = Estimate > 0 ? Math.Min(Spread.Smallest, Estimate) : 0;
        double most = Estimate < 1 ? Math.Max(1 - Spread.Smallest, Estimate) : 1;
        return new Interval(Spread.Rounded(Math.Clamp(lower, least, Estimate)), Spread.Rounded(Math.Clamp(upper, Estimate, most)));
    }

    /// <summary>How many independent flows would tell as much.</summary>
    private double CountEffectiveFlows()
    {
        double flows = Repetitions * FlowsPerRepetition;
        double independent = Estimate * (1 - Estimate) / flows;
        double seen = independent > 0 && FlowsPerRepetition > 1 ? Math.Max(0, (SeenVariance / independent) - 1) : 0;
        double minority = Estimate > 0.5 ? 1 : 0;
        double[] counts = [.. Shares.Select(share => Math.Abs(minority - share) * FlowsPerRepetition)];
        double excess = Math.Max(seen, prior.Excess(counts, FlowsPerRepetition, (double)Repetitions / Shares.Count));
        return flows / (1 + Math.Min(FlowsPerRepetition - 1, excess));
    }

    private double DegreesOfFreedomFactor(double probability)
    {
        double ofFlows = Spread.StudentQuantile(Math.Max(1, (Repetitions * FlowsPerRepetition) - 1), probability);
        double ratio = ofFlows / Spread.StudentQuantile(Repetitions - 1, probability);
        return Math.Min(1, ratio * ratio);
    }
}
