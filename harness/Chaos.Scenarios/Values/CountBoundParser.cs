using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Chaos.Scenarios.Expectations;

namespace Chaos.Scenarios.Values;

/// <summary>A count, `0`, or a comparison with one, `>= 1`.</summary>
internal sealed partial class CountBoundParser : ValueParser<CountBound>
{
    private const string Pattern = "((>=|<=|>|<) *)?[0-9]{1,15}";

    public override Parsed<CountBound> Parse(string text)
    {
        Match match = Shape().Match(text);
        if (!match.Success)
            return Wrong(
                $"{Quote.Of(text)} is not a count; write a whole number, or >=, <=, > or < and a whole number, for example \"<= 5\"");

        string sign = match.Groups["sign"].Value;
        long count = long.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture);
        return Right(sign.Length == 0
            ? new CountBound(Comparison.Exactly, count, $"= {count}")
            : new CountBound(BoundParser.ComparisonOf(sign), count, $"{sign} {count}"));
    }

    public override JsonObject Schema() => new()
    {
        ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "integer", ["minimum"] = 0 }, PatternSchema($"^{Pattern}$")),
    };

    [GeneratedRegex(@"\A((?<sign>>=|<=|>|<) *)?(?<count>[0-9]{1,15})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}

/// <summary>A number of things <paramref name="Comparison"/> <paramref name="Count"/>.</summary>
/// <remarks><paramref name="Spelled"/> is as written, with one blank: `&lt;= 5`.</remarks>
internal readonly record struct CountBound(Comparison Comparison, long Count, string Spelled);
