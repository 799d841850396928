using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Chaos.Survival;

namespace Chaos.Scenarios.Values;

/// <summary>A count, `0`, or a bound on one, `>= 1`.</summary>
/// <remarks>15 digits: every such count is exact as a double.</remarks>
internal sealed partial class CountBoundParser : ValueParser<SpelledBound>
{
    private const string Pattern = "((>=|<=|>|<) *)?[0-9]{1,15}";

    public override Parsed<SpelledBound> Parse(string text)
    {
        Match match = Shape().Match(text);
        if (!match.Success)
            return Wrong(
                $"{Quote.Of(text)} is not a count; write a whole number, or >=, <=, > or < and a whole number, for example \"<= 5\"");

        string sign = match.Groups["sign"].Value;
        long count = long.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture);
        return Right(sign.Length == 0
            ? new SpelledBound(new Bound(BoundKind.Exactly, count), $"= {count}")
            : new SpelledBound(new Bound(BoundParser.KindOf(sign), count), $"{sign} {count}"));
    }

    public override JsonObject Schema() => new()
    {
        ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "integer", ["minimum"] = 0 }, PatternSchema($"^{Pattern}$")),
    };

    [GeneratedRegex(@"\A((?<sign>>=|<=|>|<) *)?(?<count>[0-9]{1,15})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
