using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Tests.Values;

public sealed class DurationParserTests
{
    private readonly DurationParser parser = new(TimeSpan.FromTicks(1), TimeSpan.FromHours(24));

    [Theory]
    [InlineData("100ns", 1)]
    [InlineData("1us", 10)]
    [InlineData("2.5ms", 25_000)]
    [InlineData("0.0000001s", 1)]
    [InlineData("10s", 100_000_000)]
    [InlineData("1.5m", 900_000_000)]
    [InlineData("24h", 864_000_000_000)]
    [InlineData("1h30m", 54_000_000_000)]
    [InlineData("1m0.5s", 605_000_000)]
    [InlineData("1h2m3s4ms5us600ns", 37_230_040_056)]
    public void A_number_with_a_unit_is_a_duration(string text, long ticks) =>
        Assert.Equal(new Parsed<TimeSpan>(TimeSpan.FromTicks(ticks), null), parser.Parse(text));

    [Theory]
    [InlineData("", "is not a duration")]
    [InlineData("s", "is not a duration")]
    [InlineData("NaN", "is not a duration")]
    [InlineData(".5s", "is not a duration")]
    [InlineData("+5s", "is not a duration")]
    [InlineData("\u0665s", "is not a duration")]
    [InlineData("5", "has no unit")]
    [InlineData("5 s", "unknown unit ` s`")]
    [InlineData("5S", "unknown unit `S`")]
    [InlineData("5s\n", "unknown unit")]
    [InlineData("1,5s", "unknown unit `,5s`")]
    [InlineData("1e400s", "unknown unit `e400s`")]
    [InlineData("0s", "is out of range; allowed is 100ns to 24h")]
    [InlineData("-5s", "is out of range")]
    [InlineData("24.1h", "is out of range")]
    [InlineData("99999999999999999999999999999999999h", "is out of range")]
    [InlineData("150ns", "is finer than 100ns")]
    [InlineData("30m1h", "is not in order; write each unit once, the larger first, for example 1h30m")]
    [InlineData("1m1m", "is not in order")]
    [InlineData("23h61m", "is out of range")]
    [InlineData("1h 30m", "unknown unit `h 30m`")]
    public void Anything_else_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, parser.Parse(text).Wrong, StringComparison.Ordinal);

    [Fact]
    public void A_spelled_duration_reads_back()
    {
        SeededNumbers random = new(7);
        for (int round = 0; round < 2000; round++)
        {
            TimeSpan length = TimeSpan.FromTicks(1 + (random.Next(int.MaxValue) * (long)Math.Pow(10, random.Next(3))));

            Assert.Equal(length, parser.Parse(DurationParser.Spell(length)).Value);
        }
    }

    [Theory]
    [InlineData("never", null)]
    [InlineData("2s", 2.0)]
    public void A_rhythm_may_be_never(string text, double? seconds) =>
        Assert.Equal(seconds, new RhythmParser(parser).Parse(text).Value?.Minimum.TotalSeconds);

    [Theory]
    [InlineData("none", WarmUpKind.None, 0)]
    [InlineData("untilFull", WarmUpKind.UntilFull, 0)]
    [InlineData("30s", WarmUpKind.Fixed, 30)]
    public void A_warm_up_is_a_word_or_a_duration(string text, WarmUpKind kind, int seconds) =>
        Assert.Equal(new WarmUp(kind, TimeSpan.FromSeconds(seconds)), new WarmUpParser(parser).Parse(text).Value);

    [Theory]
    [InlineData("untilfull")]
    [InlineData("0s")]
    public void A_wrong_warm_up_names_the_words(string text) =>
        Assert.EndsWith(", or untilFull, or none", new WarmUpParser(parser).Parse(text).Wrong, StringComparison.Ordinal);
}
