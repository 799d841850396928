using Chaos.Model;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Tests.Values;

public sealed class PortRangeParserTests
{
    private readonly PortRangeParser parser = new();

    [Theory]
    [InlineData("1-65535", 1, 65535)]
    [InlineData("80-80", 80, 80)]
    public void Two_ports_are_a_range(string text, int first, int last) =>
        Assert.Equal(new Parsed<PortRange>(new PortRange((ushort)first, (ushort)last), null), parser.Parse(text));

    [Theory]
    [InlineData("", "is not a range of ports")]
    [InlineData("80", "is not a range of ports")]
    [InlineData("80..90", "is not a range of ports")]
    [InlineData("-5-80", "is not a range of ports")]
    [InlineData("80-90\n", "is not a range of ports")]
    [InlineData("0-80", "is out of range; ports are 1 to 65535")]
    [InlineData("1-65536", "is out of range")]
    [InlineData("1-99999999999999999999", "is out of range")]
    [InlineData("90-80", "runs backwards")]
    public void Anything_else_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, parser.Parse(text).Wrong, StringComparison.Ordinal);
}
