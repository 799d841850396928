using System.Globalization;
using System.Text.RegularExpressions;
using Chaos.Reports.Charts;
using Chaos.Survival;

namespace Chaos.Reports.Tests;

public class ChartTests
{
    [Fact]
    public void Text_on_the_scale_is_legible_at_every_share()
    {
        for (int share = 0; share <= 1000; share++)
        {
            Colour colour = Viridis.At(share / 1000.0);

            Assert.InRange(colour.ContrastTo(colour.TextOnTop), 4.5, 21);
        }
    }

    [Fact]
    public void The_scale_starts_and_ends_where_viridis_does()
    {
        Assert.Equal("#440154", Viridis.At(0).ToString());
        Assert.Equal("#21918c", Viridis.At(0.5).ToString());
        Assert.Equal("#fde725", Viridis.At(1).ToString());
    }

    [Theory]
    [InlineData(10, "0 2 4 6 8 10")]
    [InlineData(60, "0 20 40 60")]
    [InlineData(0.3, "0 0.1 0.2 0.3")]
    [InlineData(7, "0 2 4 6 7")]
    [InlineData(0, "0")]
    public void Ticks_are_round_and_the_end_is_one(double duration, string ticks) => Assert.Equal(
        ticks,
        string.Join(' ', new Plot(0, 0, 100, 100, duration).TimeTicks().Select(tick => tick.ToString(CultureInfo.InvariantCulture))));

    [Fact]
    public void A_path_steps_down_at_deaths_and_ends_with_the_data()
    {
        SurvivalCurve curve = KaplanMeier.Estimate([new(0, true), new(5, true), new(8, false), new(10, false)]);

        Assert.Equal("M0 0H0V25H50V50H100", CurvePath.Of(curve, new Plot(0, 0, 100, 100, 10)));
    }

    [Fact]
    public void A_band_holds_the_curves_of_all_repetitions_and_there_is_none_where_they_are_the_same()
    {
        SurvivalCurve early = KaplanMeier.Estimate([new(2, true), new(10, false)]),
            late = KaplanMeier.Estimate([new(6, true), new(10, false)]);
        Plot plot = new(0, 0, 10, 100, 10);

        // High until 6 along the later curve; back along the earlier one, which falls at 2.
        Assert.Equal("M0 0H2V0H4V0H6V50H8V50H10V50V50H10V50H8V50H6V50H4V50H2V0H0Z", Band.Of([early, late], plot));
        Assert.Equal("", Band.Of([early, early], plot));
        Assert.Equal("", Band.Of([early], plot));
    }

    [Fact]
    public void A_million_deaths_make_a_short_path_that_never_rises()
    {
        SampleRandom random = new(3);
        SurvivalCurve curve = KaplanMeier.Estimate(Enumerable.Range(0, 1_000_000).Select(_ => new Observation(random.Share() * 10, true)));

        string path = CurvePath.Of(curve, new Plot(0, 0, 300, 100, 10));

        IEnumerable<string> texts = Regex.Matches(path, @"V([\d.]+)").Select(match => match.Groups[1].Value);
        double[] heights = [.. texts.Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        Assert.InRange(path.Length, 1, 5000);
        Assert.Equal(heights.Order(), heights);
        Assert.Equal(100, heights[^1]);
    }
}
