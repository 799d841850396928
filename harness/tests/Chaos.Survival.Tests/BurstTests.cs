using Chaos.Core;
using Chaos.Survival.Repeating;

namespace Chaos.Survival.Tests;

/// <summary>Newcomers fail one by one and, in a rare repetition, many at once: what may be said where no burst was seen?</summary>
public sealed class BurstTests
{
    private const int Newcomers = 5400, Experiments = 1000;

    [Theory]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(30)]
    public void Intervals_of_newcomers_hold_the_truth_although_bursts_are_rare(int repetitions) =>
        Assert.InRange(Coverage(repetitions, ShareSample.OfNewcomers), 0.93, 1);

    [Fact]
    public void The_interval_of_a_share_without_bursts_fails_this_test() => Assert.InRange(
        Coverage(10, (estimate, shares, flows) => new ShareSample(estimate, shares, flows)), 0, 0.8);

    [Fact]
    public void Forty_repetitions_without_a_failure_certify_one_in_a_thousand()
    {
        ShareSample none = ShareSample.OfNewcomers(0, new double[40], Newcomers);

        Assert.Equal(Verdict.Pass, new Bound(BoundKind.AtMost, 0.001).Judge(none.IntervalAt()!.Value));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(Newcomers)]
    public void A_burst_that_was_not_seen_takes_one_in_a_hundred_newcomers_at_most(int newcomers)
    {
        double[] none = new double[10];
        double with = ShareSample.OfNewcomers(0, none, newcomers).IntervalAt()!.Value.Upper;
        double without = new ShareSample(0, none, newcomers).IntervalAt()!.Value.Upper;

        Assert.InRange(with, without + 1e-6, without + 0.01);
    }

    /// <summary>One failure in half of the repetitions, and 30 to 60 more in one of twenty.</summary>
    private static double Coverage(int repetitions, Func<double, IReadOnlyList<double>, double, ShareSample> sample)
    {
        const double Truth = (0.5 + (45 / 20.0)) / Newcomers;
        RandomStream random = new(31, "bursts");
        int held = 0;
        for (int experiment = 0; experiment < Experiments; experiment++)
        {
            double[] shares = new double[repetitions];
            for (int repetition = 0; repetition < repetitions; repetition++)
                shares[repetition] = (random.NextBelow(2) + (random.NextBelow(20) == 0 ? 30.0 + random.NextBelow(31) : 0)) / Newcomers;
            if (sample(shares.Average(), shares, Newcomers).IntervalAt()!.Value.Contains(Truth)) held++;
        }

        return (double)held / Experiments;
    }
}
