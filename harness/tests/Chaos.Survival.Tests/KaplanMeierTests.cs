using Chaos.Core;

namespace Chaos.Survival.Tests;

public class KaplanMeierTests
{
    /// <summary>
    /// Weeks of remission under 6-mercaptopurine and under placebo; negative: censored.
    /// Source: E. J. Freireich et al., "The effect of 6-mercaptopurine on the duration of steroid-induced remissions in acute leukemia",
    /// Blood 21 (1963) 699-716. The survival values are the ones that textbooks print for them, to three decimals.
    /// </summary>
    private static readonly double[] Treated = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35];

    private static readonly double[] Placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23];

    [Theory]
    [InlineData(5.9, 1.0)]
    [InlineData(6, 0.857)]
    [InlineData(7, 0.807)]
    [InlineData(10, 0.753)]
    [InlineData(13, 0.690)]
    [InlineData(16, 0.627)]
    [InlineData(22, 0.538)]
    [InlineData(23, 0.448)]
    [InlineData(35, 0.448)]
    public void Treated_patients_of_Freireich_have_the_published_curve(double week, double published)
    {
        SurvivalCurve curve = KaplanMeier.Estimate(Treated.Select(Weeks));

        Assert.Equal(published, Math.Round(curve.SurvivalAt(week)!.Value, 3));
    }

    [Theory]
    [InlineData(1, 0.905)]
    [InlineData(8, 0.381)]
    [InlineData(12, 0.190)]
    [InlineData(22, 0.048)]
    [InlineData(23, 0.0)]
    [InlineData(60, 0.0)]
    public void Placebo_patients_of_Freireich_have_the_published_curve(double week, double published)
    {
        SurvivalCurve curve = KaplanMeier.Estimate(Placebo.Select(Weeks));

        Assert.Equal(published, Math.Round(curve.SurvivalAt(week)!.Value, 3));
    }

    [Fact]
    public void Steps_count_who_was_at_risk_died_and_left()
    {
        SurvivalCurve curve = KaplanMeier.Estimate(Treated.Select(Weeks));

        Assert.Equal((21, 3, 1), (curve.Steps[0].AtRisk, curve.Steps[0].Died, curve.Steps[0].Censored));
        Assert.Equal((17, 1, 0), (curve.Steps[1].AtRisk, curve.Steps[1].Died, curve.Steps[1].Censored));
        Assert.Equal(new RiskCount(15, 5, 3), curve.RiskAt(10));
        Assert.Equal(new RiskCount(12, 5, 4), curve.RiskAt(12));
    }

    [Fact]
    public void The_curve_says_nothing_after_the_last_patient_was_censored()
    {
        SurvivalCurve curve = KaplanMeier.Estimate(Treated.Select(Weeks));

        Assert.Null(curve.SurvivalAt(35.1));
        Assert.Null(KaplanMeier.Estimate([]).SurvivalAt(0));
    }

    [Fact]
    public void Deaths_before_zero_count_at_zero()
    {
        SurvivalCurve curve = KaplanMeier.Estimate([new(-3, true), new(0, true), new(10, false), new(10, false)]);

        Assert.Equal(0.5, curve.SurvivalAt(0));
        Assert.Equal(0.5, curve.SurvivalAt(10));
        Assert.Equal(0, curve.Steps[0].TimeSeconds);
    }

    [Fact]
    public void Without_censoring_the_estimate_is_exactly_the_plain_share()
    {
        for (int died = 0; died <= 1000; died++)
        {
            IEnumerable<Observation> observations = Enumerable.Range(0, 1000)
                .Select(index => new Observation(index < died ? (index % 97) * 0.1 : 10, index < died));

            Assert.Equal((1000 - died) / 1000.0, KaplanMeier.Estimate(observations).SurvivalAt(10));
        }
    }

    [Fact]
    public void Curves_fall_stay_in_range_and_match_the_textbook_product()
    {
        for (ulong seed = 0; seed < 200; seed++)
        {
            RandomStream random = new(seed);
            long count = random.NextBetween(1, 60);
            Observation[] observations =
                [.. Enumerable.Range(0, (int)count).Select(_ => new Observation(random.NextBelow(20), random.NextBelow(3) > 0))];

            SurvivalCurve curve = KaplanMeier.Estimate(observations);

            double product = 1;
            double before = 1;
            foreach (CurveStep step in curve.Steps)
            {
                int atRisk = observations.Count(one => one.TimeSeconds >= step.TimeSeconds);
                int died = observations.Count(one => one.TimeSeconds == step.TimeSeconds && one.Died);
                product *= 1 - ((double)died / atRisk);
                Assert.Equal((atRisk, died), (step.AtRisk, step.Died));
                Assert.Equal(product, step.Survival, 1e-12);
                Assert.Equal(product, curve.SurvivalAt(step.TimeSeconds)!.Value, 1e-12);
                Assert.InRange(step.Survival, 0, before);
                before = step.Survival;
            }

            Assert.Equal(observations.Length, curve.Steps.Sum(step => step.Died + step.Censored));
        }
    }

    [Fact]
    public void A_time_that_is_not_a_number_is_refused() =>
        Assert.Throws<ArgumentException>(() => KaplanMeier.Estimate([new Observation(double.NaN, true)]));

    private static Observation Weeks(double signed) => new(Math.Abs(signed), signed > 0);
}
