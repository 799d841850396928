namespace Chaos.Runs.Tests;

public class SecondsTests
{
    [Theory]
    [InlineData(0, "0.000000")]
    [InlineData(12_345_678_000, "12.345678")]
    [InlineData(-500_000_000, "-0.500000")]
    [InlineData(499, "0.000000")]
    [InlineData(500, "0.000001")]
    [InlineData(-500, "-0.000001")]
    [InlineData(-499, "0.000000")]
    [InlineData(999_999_500, "1.000000")]
    [InlineData(long.MaxValue, "9223372036.854776")]
    [InlineData(long.MinValue, "-9223372036.854776")]
    public void Nanoseconds_are_rounded_to_microseconds_half_away_from_zero(long nanoseconds, string text) =>
        Assert.Equal(text, Seconds.Format(nanoseconds));

    [Theory]
    [InlineData("1")]
    [InlineData("1.5")]
    [InlineData("1.0000000")]
    [InlineData("+1.000000")]
    [InlineData(" 1.000000")]
    [InlineData("1,000.000000")]
    [InlineData("1e3.000000")]
    [InlineData(".000000")]
    [InlineData("NaN")]
    [InlineData("99999999999.000000")]
    public void Anything_else_is_no_time(string text) => Assert.False(Seconds.TryParse(text, out _));

    [Fact]
    public void A_time_survives_the_file_to_the_microsecond()
    {
        SampleRandom random = new(7);
        for (int index = 0; index < 10_000; index++)
        {
            long microseconds = random.Below(int.MaxValue) - (int.MaxValue / 2);

            Assert.True(Seconds.TryParse(Seconds.Format(microseconds * 1000), out long nanoseconds));

            Assert.Equal(microseconds * 1000, nanoseconds);
        }
    }
}
