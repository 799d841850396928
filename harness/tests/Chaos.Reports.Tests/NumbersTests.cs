using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Tests;

public class NumbersTests
{
    [Theory]
    [InlineData(1.0, "100 %")]
    [InlineData(0.0, "0 %")]
    [InlineData(0.996, "99.6 %")]
    [InlineData(0.9996, "99.96 %")]
    [InlineData(0.99999999999, "> 99.999 %")]
    [InlineData(0.0004, "0.04 %")]
    [InlineData(0.1284, "12.8 %")]
    [InlineData(null, "–")]
    public void A_percentage_is_never_rounded_to_all_or_nothing(double? share, string text) => Assert.Equal(text, ShareText.Percent(share));

    [Theory]
    [InlineData(0.702, "+70.2 pp")]
    [InlineData(-0.03, "-3.0 pp")]
    [InlineData(-0.0001, "-0.01 pp")]
    [InlineData(-0.0000001, "0.0 pp")]
    [InlineData(0.0, "0.0 pp")]
    [InlineData(null, "–")]
    public void Points_carry_their_sign(double? difference, string text) => Assert.Equal(text, ShareText.Points(difference));

    [Theory]
    [InlineData(0.3, 1)]
    [InlineData(-0.0004, 2)]
    [InlineData(0.00003, 3)]
    [InlineData(0.0, 1)]
    [InlineData(null, 1)]
    public void A_share_has_as_many_digits_as_tell_it_from_its_bound(double? margin, int decimals) =>
        Assert.Equal(decimals, ShareText.DecimalsFor(margin));

    [Theory]
    [InlineData(0.731, 0.9999999, "at least 73.1 %")]
    [InlineData(0, 0.0082, "at most 0.9 %")]
    [InlineData(0.731, 0.96, "73.1 % to 96.0 %")]
    [InlineData(0, 1, "anything is possible")]
    public void An_interval_leaves_out_an_end_that_is_no_bound(double lower, double upper, string text) =>
        Assert.Equal(text, ShareText.Interval(lower, upper));

    [Fact]
    public void Counts_are_grouped() => Assert.Equal("1\u202f234\u202f567", Numbers.Count(1_234_567));
}
