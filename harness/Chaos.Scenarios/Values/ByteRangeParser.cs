using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Chaos.Scenarios.Values;

/// <summary>`64B..256B`, or `128B` for one size; both ends are included.</summary>
internal sealed partial class ByteRangeParser(int minimumBytes, int maximumBytes) : ValueParser<PayloadRange>
{
    public override Parsed<PayloadRange> Parse(string text)
    {
        Match match = Shape().Match(text);
        if (!match.Success)
            return Wrong($"{Quote.Of(text)} is not a size; write whole bytes with the unit B, for example 128B or 64B..256B");

        string low = match.Groups["low"].Value;
        string high = match.Groups["high"] is { Success: true } second ? second.Value : low;
        if (!IsInside(low, out int minimum) || !IsInside(high, out int maximum))
            return Wrong($"{Quote.Of(text)} is out of range; allowed is {minimumBytes}B to {maximumBytes}B");
        return minimum <= maximum
            ? Right(new PayloadRange(minimum, maximum))
            : Wrong($"{Quote.Of(text)} runs backwards; write the smaller size first");
    }

    public override JsonObject Schema() => PatternSchema(@"^[0-9]+B(\.\.[0-9]+B)?$");

    private bool IsInside(string digits, out int bytes) =>
        int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out bytes)
        && bytes >= minimumBytes
        && bytes <= maximumBytes;

    [GeneratedRegex(@"\A(?<low>-?[0-9]+)B(\.\.(?<high>-?[0-9]+)B)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
