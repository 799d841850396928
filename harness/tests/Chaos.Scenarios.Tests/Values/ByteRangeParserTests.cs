using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Tests.Values;

public sealed class ByteRangeParserTests
{
    private readonly ByteRangeParser parser = new(16, 1400);

    [Theory]
    [InlineData("16B", 16, 16)]
    [InlineData("64B..256B", 64, 256)]
    [InlineData("1400B..1400B", 1400, 1400)]
    public void One_size_or_two_are_a_range(string text, int minimum, int maximum) =>
        Assert.Equal(new Parsed<PayloadRange>(new PayloadRange(minimum, maximum), null), parser.Parse(text));

    [Theory]
    [InlineData("", "is not a size")]
    [InlineData("64", "is not a size; write whole bytes with the unit B")]
    [InlineData("64..256B", "is not a size")]
    [InlineData("64B-256B", "is not a size")]
    [InlineData("1.5B", "is not a size")]
    [InlineData("64B\n", "is not a size")]
    [InlineData("15B", "is out of range; allowed is 16B to 1400B")]
    [InlineData("-64B", "is out of range")]
    [InlineData("64B..1401B", "is out of range")]
    [InlineData("99999999999999999999B", "is out of range")]
    [InlineData("256B..64B", "runs backwards")]
    public void Anything_else_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, parser.Parse(text).Wrong, StringComparison.Ordinal);
}
