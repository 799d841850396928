using MathNet.Numerics.Distributions;

namespace Chaos.Survival.Repeating;

/// <summary>
/// A share of flows, e.g. survival at the end, from several repetitions, with the interval of Korn and Graubard: Clopper-Pearson on the
/// effective
/// sample size n* = p (1 - p) / v, v being the variance of the mean of the repetitions' shares, times (t_{n-1} / t_{R-1})^2 for the few
/// degrees of
/// freedom that R repetitions leave. Source: E. L. Korn, B. I. Graubard, "Confidence intervals for proportions with small expected number
/// of positive
/// counts estimated from survey data", Survey Methodology 24 (1998) 193-201.
/// </summary>
/// <remarks>
/// One thing is added. Near 0 and 1 repetitions look alike whether or not their flows die together, simply because so few die: three
/// repetitions without
/// a death do not show that flows are independent. There the plain method covers far less than it says. So the correlation inside a
/// repetition
/// that the data show is raised by 0.05 (1 - 2 p)^2: nothing in the middle, 0.05 at the ends. See the decision page on intervals for the
/// coverage of both.
/// It also holds for any mean of values from 0 to 1, whose variance is never above p (1 - p), so for restricted mean life / horizon.
/// </remarks>
public sealed record ShareSample : RepeatedEstimate
{
    /// <summary>Correlation inside a repetition that we cannot see at 0 and 1.</summary>
    private const double UnseenCorrelation = 0.05;

    /// <summary>Fewer effective flows say nothing at all, and more than these say no more that anybody could use.</summary>
    private const double FewestFlows = 1e-3, MostFlows = 1e8;

    private readonly double between;

    /// <param name="estimate">Over all repetitions, 0 to 1.</param>
    /// <param name="shares">One for each repetition, 0 to 1.</param>
    /// <param name="flowsPerRepetition">Flows behind each of them, on average; at least 1.</param>
    public ShareSample(double estimate, IReadOnlyList<double> shares, double flowsPerRepetition)
    {
        ArgumentNullException.ThrowIfNull(shares);
        Estimate = estimate;
        Shares = shares;
        FlowsPerRepetition = flowsPerRepetition;
        Repetitions = shares.Count;
        between = Spread.Variance(shares);
    }

    public override double Estimate { get; }

    /// <summary>By repetition, as observed.</summary>
    public IReadOnlyList<double> Shares { get; }

    public double FlowsPerRepetition { get; }

    public override int Repetitions { get; }

    private ShareSample(ShareSample seen, int repetitions)
        : base(seen)
    {
        (Estimate, Shares, FlowsPerRepetition, between) = (seen.Estimate, seen.Shares, seen.FlowsPerRepetition, seen.between);
        Repetitions = repetitions;
    }

    public override ShareSample Repeated(int repetitions) => new(this, repetitions);

    /// <summary>Variance of the estimate: of the mean of the repetitions' shares, as they show it.</summary>
    internal double SeenVariance => between / Repetitions;

    /// <summary>The same with the correlation that cannot be seen.</summary>
    internal double Variance => Estimate * (1 - Estimate) / EffectiveFlows;

    protected override Interval Compute(double level)
    {
        double tail = (1 - level) / 2;
        double adjusted = Math.Min(MostFlows, EffectiveFlows * DegreesOfFreedomFactor(1 - tail));
        if (adjusted < FewestFlows) return new Interval(0, 1);
        double alive = Estimate * adjusted;
        double dead = adjusted - alive;
        // Exactly one-sided at the ends, where the other bound is the end itself.
        double lower = Estimate <= 0 ? 0 : Beta.InvCDF(alive, dead + 1, tail);
        double upper = Estimate >= 1 ? 1 : Beta.InvCDF(alive + 1, dead, 1 - tail);
        // A single death proves that not everybody lives, and a single survivor the opposite, however few flows there were.
        double least = Estimate > 0 ? Math.Min(Spread.Smallest, Estimate) : 0;
        double most = Estimate < 1 ? Math.Max(1 - Spread.Smallest, Estimate) : 1;
        return new Interval(Spread.Rounded(Math.Clamp(lower, least, Estimate)), Spread.Rounded(Math.Clamp(upper, Estimate, most)));
    }

    /// <summary>How many independent flows would tell as much.</summary>
    private double EffectiveFlows
    {
        get
        {
            double flows = Repetitions * FlowsPerRepetition;
            double independent = Estimate * (1 - Estimate) / flows;
            double seen = independent > 0 && FlowsPerRepetition > 1
                ? Math.Max(0, ((SeenVariance / independent) - 1) / (FlowsPerRepetition - 1))
                : 0;
            double centred = 1 - (2 * Estimate);
            double correlation = Math.Min(1, seen + (UnseenCorrelation * centred * centred));
            return flows / (1 + ((FlowsPerRepetition - 1) * correlation));
        }
    }

    private double DegreesOfFreedomFactor(double probability)
    {
        double ofFlows = Spread.StudentQuantile(Math.Max(1, (Repetitions * FlowsPerRepetition) - 1), probability);
        double ratio = ofFlows / Spread.StudentQuantile(Repetitions - 1, probability);
        return Math.Min(1, ratio * ratio);
    }
}
