using Chaos.Survival.Repeating;

namespace Chaos.Survival.Tests;

public sealed class PairedFlowsTests
{
    [Fact]
    public void The_difference_is_what_is_saved_less_what_is_lost_and_comes_from_repetitions()
    {
        PairedFlows paired = new([new PairCounts(10, 60, 5, 25), new PairCounts(12, 50, 7, 31), new PairCounts(8, 55, 6, 31)]);

        Assert.Equal(new PairCounts(30, 165, 18, 87), paired.Sum);
        Assert.Equal(0.55, paired.Saved.Estimate, 12);
        Assert.Equal(0.06, paired.Lost.Estimate, 12);
        Assert.Equal(0.49, paired.Difference.Estimate, 12);
        Interval interval = paired.Difference.IntervalAt()!.Value;
        // Student's t with two degrees of freedom on 0.55, 0.43, 0.49: 0.49 -+ 4.303 x 0.06 / sqrt 3.
        Assert.True(interval.Lower <= 0.341 && interval.Upper >= 0.639, $"{interval}");
        Assert.InRange(paired.Difference.PValue!.Value, 0.001, 0.05);
    }

    [Fact]
    public void One_repetition_claims_no_interval_however_many_flows_it_has()
    {
        PairedFlows paired = new([new PairCounts(0, 10_000, 0, 10_000)]);

        Assert.Equal(0.5, paired.Saved.Estimate);
        Assert.Null(paired.Saved.IntervalAt());
        Assert.Null(paired.Difference.PValue);
    }

    [Fact]
    public void Equal_runs_differ_by_nothing_and_still_do_not_know_it_for_sure()
    {
        PairedFlows paired = new([new PairCounts(5, 0, 0, 95), new PairCounts(6, 0, 0, 94)]);

        Interval interval = paired.Difference.IntervalAt()!.Value;
        Assert.True(interval.Lower < 0 && interval.Upper > 0);
        Assert.Throws<ArgumentException>(() => new PairedFlows([]));
    }
}
