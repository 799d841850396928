using Chaos.Core;
using Chaos.Survival.Repeating;

namespace Chaos.Survival.Tests;

/// <summary>What repetitions can certify, and what they cannot.</summary>
public sealed class CertificationTests
{
    private const double Flows = 20_000;

    private static readonly Bound ThreeNines = new(BoundKind.AtLeast, 0.999);

    [Fact]
    public void Ten_repetitions_of_20000_flows_without_a_death_certify_three_nines() =>
        Assert.Equal(Verdict.Pass, Judge(Enumerable.Repeat(1.0, 10)));

    [Fact]
    public void Three_repetitions_without_a_death_do_not_certify_them_yet() =>
        Assert.Equal(Verdict.Unknown, Judge(Enumerable.Repeat(1.0, 3)));

    [Fact]
    public void Three_repetitions_with_one_death_each_certify_three_nines() =>
        Assert.Equal(Verdict.Pass, Judge(Enumerable.Repeat(1 - (1 / Flows), 3)));

    [Fact]
    public void One_repetition_at_98_percent_spoils_them() =>
        Assert.NotEqual(Verdict.Pass, Judge([1 - (1 / Flows), 1 - (1 / Flows), 0.98]));

    [Fact]
    public void As_many_deaths_in_one_repetition_certify_less_than_one_in_each()
    {
        double together = Sample([1, 1, 1 - (3 / Flows)]).IntervalAt()!.Value.Lower;
        double apart = Sample(Enumerable.Repeat(1 - (1 / Flows), 3)).IntervalAt()!.Value.Lower;

        Assert.True(together < apart, $"{together} {apart}");
    }

    [Theory]
    [InlineData(1, 200)]
    [InlineData(1, 20_000)]
    [InlineData(0.8, 200)]
    [InlineData(0.8, 1000)]
    public void Ten_identical_pairs_are_no_worse_by_a_point(double share, double flows)
    {
        RandomStream random = new(7, "pairs");
        double[] shares = [
            .. Enumerable.Range(0, 10).Select(_ => Math.Clamp(share + ((random.NextBelow(21) - 10.0) / 100), 0, 1))
                .Select(one => share == 1 ? 1 : one)];
        ShareSample one = new(shares.Average(), shares, flows);
        DifferenceSample difference = new(one, new ShareSample(shares.Average(), shares, flows));

        Assert.Equal(Verdict.Pass, new Bound(BoundKind.AtLeast, -0.01).Judge(difference.IntervalAt()!.Value));
        Assert.Equal(Verdict.Pass, new Within(0.01).Judge(difference.IntervalAt()!.Value));
    }

    [Fact]
    public void Three_identical_pairs_of_200_flows_are_not_enough()
    {
        ShareSample one = new(0.9, [0.85, 0.9, 0.95], 200);

        Assert.Equal(
            Verdict.Unknown, new Bound(BoundKind.AtLeast, -0.01).Judge(new DifferenceSample(one, one).IntervalAt()!.Value));
    }

    [Fact]
    public void No_verdict_asks_for_more_repetitions_than_a_scenario_may_have()
    {
        ShareSample near = new(0.9989, [0.9988, 0.9989, 0.999], Flows);

        Assert.Null(RepetitionsNeeded.For(new Bound(BoundKind.AtLeast, 0.998899), near));
        Assert.InRange(RepetitionsNeeded.For(ThreeNines, Sample(Enumerable.Repeat(1.0, 3)))!.Value, 4, RepetitionsNeeded.Most);
    }

    private static Verdict Judge(IEnumerable<double> shares) => ThreeNines.Judge(Sample(shares).IntervalAt()!.Value);

    private static ShareSample Sample(IEnumerable<double> shares)
    {
        double[] all = [.. shares];
        return new ShareSample(all.Average(), all, Flows);
    }
}
