using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Tests.Values;

public sealed class RateParserTests
{
    private readonly RateParser parser = new(1_000_000);

    [Theory]
    [InlineData("400/s", 400)]
    [InlineData("0.25/s", 0.25)]
    [InlineData("1000000/s", 1e6)]
    public void A_number_per_second_is_a_rate(string text, double rate) => Assert.Equal(new Parsed<double>(rate, null), parser.Parse(text));

    [Theory]
    [InlineData("fast", "is not a rate")]
    [InlineData("", "is not a rate")]
    [InlineData("400", "has no unit; a rate takes /s")]
    [InlineData("400/m", "has the unknown unit `/m`")]
    [InlineData("400 /s", "has the unknown unit")]
    [InlineData("0/s", "is out of range; allowed is 0.001/s to 1000000/s")]
    [InlineData("-1/s", "is out of range")]
    [InlineData("1000000.1/s", "is out of range")]
    [InlineData("99999999999999999999999999999999999/s", "is out of range")]
    public void Anything_else_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, parser.Parse(text).Wrong, StringComparison.Ordinal);
}
