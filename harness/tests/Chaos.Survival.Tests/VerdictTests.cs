namespace Chaos.Survival.Tests;

public class VerdictTests
{
    [Theory]
    [InlineData(Verdict.None)]
    [InlineData(Verdict.Pass, Verdict.Pass)]
    [InlineData(Verdict.Unknown, Verdict.Pass, Verdict.Unknown)]
    [InlineData(Verdict.Fail, Verdict.Fail, Verdict.Unknown)]
    [InlineData(Verdict.Fail, Verdict.Pass, Verdict.Unknown, Verdict.Fail)]
    public void Fail_outranks_unknown_outranks_pass(Verdict expected, params Verdict[] verdicts) =>
        Assert.Equal(expected, Verdicts.Combine(verdicts));

    [Theory]
    [InlineData(BoundKind.AtLeast, 0.98, Verdict.Fail)]
    [InlineData(BoundKind.AtLeast, 0.99, Verdict.Pass)]
    [InlineData(BoundKind.MoreThan, 0.99, Verdict.Fail)]
    [InlineData(BoundKind.MoreThan, 0.991, Verdict.Pass)]
    [InlineData(BoundKind.AtMost, 0.99, Verdict.Pass)]
    [InlineData(BoundKind.AtMost, 0.991, Verdict.Fail)]
    [InlineData(BoundKind.LessThan, 0.99, Verdict.Fail)]
    [InlineData(BoundKind.LessThan, 0.98, Verdict.Pass)]
    public void A_bound_holds_or_does_not(BoundKind kind, double estimate, Verdict expected) =>
        Assert.Equal(expected, new Bound(kind, 0.99).Judge(Interval.Point(estimate)));

    [Theory]
    [InlineData(BoundKind.AtLeast, 0.5, 0.6, Verdict.Pass)]
    [InlineData(BoundKind.AtLeast, 0.4, 0.6, Verdict.Unknown)]
    [InlineData(BoundKind.AtLeast, 0.4, 0.5, Verdict.Unknown)]
    [InlineData(BoundKind.AtLeast, 0.3, 0.4, Verdict.Fail)]
    [InlineData(BoundKind.MoreThan, 0.5, 0.6, Verdict.Unknown)]
    [InlineData(BoundKind.MoreThan, 0.3, 0.5, Verdict.Fail)]
    [InlineData(BoundKind.AtMost, 0.3, 0.5, Verdict.Pass)]
    [InlineData(BoundKind.AtMost, 0.5, 0.6, Verdict.Unknown)]
    [InlineData(BoundKind.AtMost, 0.6, 0.7, Verdict.Fail)]
    [InlineData(BoundKind.LessThan, 0.3, 0.5, Verdict.Unknown)]
    [InlineData(BoundKind.LessThan, 0.5, 0.6, Verdict.Fail)]
    [InlineData(BoundKind.Exactly, 0.5, 0.5, Verdict.Pass)]
    [InlineData(BoundKind.Exactly, 0.4, 0.6, Verdict.Unknown)]
    [InlineData(BoundKind.Exactly, 0.6, 0.7, Verdict.Fail)]
    public void An_interval_decides_only_if_all_of_it_agrees(BoundKind kind, double lower, double upper, Verdict expected) =>
        Assert.Equal(expected, new Bound(kind, 0.5).Judge(new Interval(lower, upper)));

    [Theory]
    [InlineData(-0.02, 0.02, Verdict.Pass)]
    [InlineData(-0.03, 0.01, Verdict.Unknown)]
    [InlineData(-0.01, 0.03, Verdict.Unknown)]
    [InlineData(-0.5, 0.5, Verdict.Unknown)]
    [InlineData(0.021, 0.5, Verdict.Fail)]
    [InlineData(-0.5, -0.021, Verdict.Fail)]
    public void Sameness_needs_the_whole_interval_inside(double lower, double upper, Verdict expected) =>
        Assert.Equal(expected, new Within(0.02).Judge(new Interval(lower, upper)));

    [Fact]
    public void A_margin_is_positive_exactly_on_the_good_side()
    {
        foreach (BoundKind kind in Enum.GetValues<BoundKind>().Except([BoundKind.Exactly]))
        {
            Bound bound = new(kind, 0.5);
            foreach (double estimate in new[] { 0.2, 0.8 })
                Assert.Equal(bound.Judge(Interval.Point(estimate)) == Verdict.Pass, bound.Margin(estimate) > 0);
        }
    }
}
