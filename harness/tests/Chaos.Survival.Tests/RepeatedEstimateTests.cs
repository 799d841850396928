using Chaos.Survival.Repeating;

namespace Chaos.Survival.Tests;

public sealed class RepeatedEstimateTests
{
    [Fact]
    public void One_repetition_claims_no_interval()
    {
        ShareSample once = new(0.9, [0.9], 200);

        Assert.Null(once.IntervalAt());
        Assert.Null(new DifferenceSample(once, once).IntervalAt());
        Assert.Null(new DifferenceSample(once, once).PValue);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void Repetitions_that_are_all_alike_are_not_taken_for_certainty(double share)
    {
        ShareSample three = new(share, [share, share, share], 200);
        DifferenceSample same = new(three, three);

        Interval interval = three.IntervalAt()!.Value;
        Assert.True(interval.Contains(share));
        Assert.InRange(interval.Upper - interval.Lower, 0.1, 0.5);
        Assert.True(same.IntervalAt() is { Lower: < -0.01 and > -0.2, Upper: > 0.01 and < 0.2 }, same.IntervalAt().ToString());
    }

    [Fact]
    public void Everybody_against_nobody_is_a_clear_difference_already_with_three_repetitions()
    {
        DifferenceSample sample = new(new ShareSample(1, [1, 1, 1], 200), new ShareSample(0, [0, 0, 0], 200));

        Assert.Equal(1, sample.Estimate);
        Assert.True(sample.IntervalAt() is { Lower: > 0.5, Upper: 1 }, sample.IntervalAt().ToString());
        Assert.InRange(sample.PValue!.Value, 1e-12, 0.02);
    }

    [Fact]
    public void A_p_value_is_below_five_percent_exactly_where_the_interval_leaves_zero_out()
    {
        for (int gap = 0; gap < 60; gap++)
        {
            double other = 0.9 - (gap * 0.01);
            DifferenceSample sample = new(
                new ShareSample(0.9, [0.88, 0.9, 0.92], 200), new ShareSample(other, [other - 0.01, other, other + 0.01], 200));

            Assert.Equal(sample.IntervalAt()!.Value.Contains(0), sample.PValue > 0.05);
        }
    }

    [Fact]
    public void Repetitions_that_go_up_and_down_together_make_a_difference_surer()
    {
        ShareSample up = new(0.5, [0.3, 0.4, 0.5, 0.6, 0.7], 200);
        ShareSample together = new(0.4, [0.2, 0.3, 0.4, 0.5, 0.6], 200);
        ShareSample against = new(0.4, [0.6, 0.5, 0.4, 0.3, 0.2], 200);

        Assert.True(Width(new DifferenceSample(up, together)) < Width(new DifferenceSample(up, against)) / 2);
    }

    [Fact]
    public void Intervals_hold_the_estimate_and_stay_in_range()
    {
        for (int tenth = 0; tenth <= 10; tenth++)
        {
            foreach (double spread in new[] { 0, 0.001, 0.05, 0.3 })
            {
                double share = tenth / 10.0;
                double[] shares = [Math.Max(0, share - spread), share, Math.Min(1, share + spread)];
                ShareSample sample = new(shares.Average(), shares, 50);

                Interval interval = sample.IntervalAt()!.Value;
                Assert.True(
                    interval.Lower <= sample.Estimate + 1e-9 && sample.Estimate <= interval.Upper + 1e-9,
                    $"{shares[0]} {shares[2]} {interval}");
                Assert.True(interval is { Lower: >= 0, Upper: <= 1 });
            }
        }
    }

    [Fact]
    public void The_repetitions_needed_are_the_fewest_that_decide()
    {
        ShareSample sample = new(1, [1, 1, 1], 200);
        Bound claim = new(BoundKind.AtLeast, 0.95);

        int needed = RepetitionsNeeded.For(claim, sample)!.Value;

        Assert.InRange(needed, 5, 12);
        Assert.Equal(Verdict.Pass, claim.Judge(sample.Repeated(needed).IntervalAt()!.Value));
        Assert.Equal(Verdict.Unknown, claim.Judge(sample.Repeated(needed - 1).IntervalAt()!.Value));
    }

    [Fact]
    public void No_number_of_repetitions_proves_what_lies_at_the_end_of_the_scale_or_on_the_estimate()
    {
        Assert.Null(RepetitionsNeeded.For(new Bound(BoundKind.AtLeast, 1), new ShareSample(1, [1, 1, 1], 200)));
        Assert.Null(RepetitionsNeeded.For(new Bound(BoundKind.AtMost, 0), new ShareSample(0, [0, 0, 0], 200)));
        Assert.Null(RepetitionsNeeded.For(new Bound(BoundKind.AtLeast, 0.5), new ShareSample(0.5, [0.4, 0.5, 0.6], 200)));
    }

    private static double Width(DifferenceSample sample) =>
        sample.IntervalAt() is { } interval ? interval.Upper - interval.Lower : double.NaN;
}
