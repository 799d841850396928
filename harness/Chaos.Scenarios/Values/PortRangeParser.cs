using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Chaos.Model;

namespace Chaos.Scenarios.Values;

/// <summary>`32768-60999`: ports 1 to 65535, both ends included.</summary>
internal sealed partial class PortRangeParser : ValueParser<PortRange>
{
    public override Parsed<PortRange> Parse(string text)
    {
        Match match = Shape().Match(text);
        if (!match.Success)
            return Wrong($"{Quote.Of(text)} is not a range of ports; write the first and the last, for example 32768-60999");

        if (!IsPort(match.Groups["first"].Value, out ushort first) || !IsPort(match.Groups["last"].Value, out ushort last))
            return Wrong($"{Quote.Of(text)} is out of range; ports are 1 to 65535");
        return first <= last
            ? Right(new PortRange(first, last))
            : Wrong($"{Quote.Of(text)} runs backwards; write the smaller port first");
    }

    public override JsonObject Schema() => PatternSchema("^[0-9]+-[0-9]+$");

    private static bool IsPort(string digits, out ushort port) =>
        ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port > 0;

    [GeneratedRegex(@"\A(?<first>[0-9]+)-(?<last>[0-9]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
