using Chaos.Survival.Comparing;

namespace Chaos.Survival.Tests;

public class ContrastTests
{
    private const double Usual = 1.959963984540054;

    /// <summary>Without censoring Kaplan-Meier is the share alive, and Greenwood's variance that of a binomial share.</summary>
    [Theory]
    [InlineData(10, 4, 20, 16)]
    [InlineData(200, 1, 50, 25)]
    [InlineData(7, 3, 9, 3)]
    public void The_risk_difference_of_uncensored_groups_is_the_textbook_difference_of_two_proportions(
        int first, int firstAlive, int second, int secondAlive)
    {
        double one = (double)firstAlive / first, two = (double)secondAlive / second;
        double error = Math.Sqrt(one * (1 - one) / first + two * (1 - two) / second);

        Contrast difference = Contrast.OfSurvival(Uncensored(first, firstAlive), Uncensored(second, secondAlive), 5)!.Value;

        Assert.Equal(two - one, difference.Estimate, 12);
        Assert.Equal(two - one - Usual * error, difference.Lower, 12);
        Assert.Equal(two - one + Usual * error, difference.Upper, 12);
    }

    [Fact]
    public void The_risk_difference_turns_round_with_its_sides()
    {
        SurvivalCurve few = Uncensored(12, 3), many = Uncensored(12, 9);

        Contrast forth = Contrast.OfSurvival(few, many, 5)!.Value, back = Contrast.OfSurvival(many, few, 5)!.Value;

        Assert.Equal(forth.Estimate, -back.Estimate, 12);
        Assert.Equal(forth.Lower, -back.Upper, 12);
        Assert.Equal(forth.PValue, back.PValue, 12);
    }

    [Fact]
    public void There_is_no_risk_difference_where_a_curve_says_nothing_any_more()
    {
        SurvivalCurve watchedForTwoSeconds = KaplanMeier.Estimate([new Observation(1, true), new Observation(2, false)]);

        Assert.Null(Contrast.OfSurvival(watchedForTwoSeconds, Uncensored(4, 2), 5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void There_is_no_risk_difference_where_nothing_is_known_of_the_spread(int alive) =>
        Assert.Null(Contrast.OfSurvival(Uncensored(4, alive), Uncensored(4, 2), 5));

    /// <summary>All dead ones die within 5 seconds; the others are watched for 10.</summary>
    private static SurvivalCurve Uncensored(int flows, int alive) => KaplanMeier.Estimate(
        Enumerable.Range(0, flows)
            .Select(flow => flow < alive ? new Observation(10, false) : new Observation(1 + 4.0 * flow / flows, true)));
}
