using Chaos.Survival;

namespace Chaos.Reports.Tests;

public class VerdictTests
{
    [Theory]
    [InlineData(Verdict.Pass)]
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
        Assert.Equal(expected, new Bound(kind, 0.99).Judge(estimate));

    [Fact]
    public void No_estimate_is_no_verdict_and_no_margin()
    {
        Bound bound = new(BoundKind.AtLeast, 0);

        Assert.Equal(Verdict.Unknown, bound.Judge(null));
        Assert.Equal(Verdict.Unknown, bound.Judge(double.NaN));
        Assert.Null(bound.Margin(null));
    }

    [Fact]
    public void A_margin_is_positive_exactly_on_the_good_side()
    {
        foreach (BoundKind kind in Enum.GetValues<BoundKind>())
        {
            Bound bound = new(kind, 0.5);
            foreach (double estimate in new[] { 0.2, 0.8 })
            {
                Assert.Equal(bound.Judge(estimate) == Verdict.Pass, bound.Margin(estimate) > 0);
            }
        }
    }
}
