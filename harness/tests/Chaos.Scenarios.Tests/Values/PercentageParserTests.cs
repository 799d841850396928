using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Tests.Values;

public sealed class PercentageParserTests
{
    private readonly PercentageParser parser = new();

    [Theory]
    [InlineData("0%", 0)]
    [InlineData("12.5%", 0.125)]
    [InlineData("100%", 1)]
    public void A_number_with_percent_is_a_share(string text, double share) =>
        Assert.Equal(new Parsed<double>(share, null), parser.Parse(text));

    [Theory]
    [InlineData("", "is not a percentage")]
    [InlineData("0.2", "has no unit; a percentage takes %")]
    [InlineData("20pp", "has the unknown unit `pp`")]
    [InlineData("-1%", "is out of range; allowed is 0% to 100%")]
    [InlineData("100.1%", "is out of range")]
    public void Anything_else_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, parser.Parse(text).Wrong, StringComparison.Ordinal);

    [Theory]
    [InlineData("7", 7, null)]
    [InlineData("7%", null, 0.07)]
    public void An_amount_is_a_count_or_a_share(string text, int? count, double? share) =>
        Assert.Equal(new EvictAmount(count, share), new EvictAmountParser(new WholeNumberParser<int>(1, 9), parser).Parse(text).Value);

    [Theory]
    [InlineData("0")]
    [InlineData("10")]
    [InlineData("101%")]
    [InlineData("%")]
    public void A_wrong_amount_is_refused(string text) =>
        Assert.NotNull(new EvictAmountParser(new WholeNumberParser<int>(1, 9), parser).Parse(text).Wrong);
}
