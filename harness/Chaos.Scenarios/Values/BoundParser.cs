using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Chaos.Survival;

namespace Chaos.Scenarios.Values;

/// <summary>A bound on a share: `>= 99%`, `> 30pp`; 99 % and 99 points are 0.99.</summary>
/// <remarks>The unit is `%` or `pp` (percentage points); the minimum is counted in it and itself allowed.</remarks>
internal sealed partial class BoundParser(string unit, int minimum) : ValueParser<SpelledBound>
{
    public override Parsed<SpelledBound> Parse(string text)
    {
        Match match = Shape().Match(text);
        if (!match.Success || !Quantity.TryParse(match.Groups["quantity"].Value, out Quantity quantity) || quantity.Unit != unit)
            return Wrong($"{Quote.Of(text)} is not a bound; write >=, <=, > or < and a number with {unit}, for example \">= 30{unit}\"");

        string sign = match.Groups["sign"].Value;
        return quantity.Number >= minimum && quantity.Number <= 100
            ? Right(new SpelledBound(new Bound(KindOf(sign), (double)(quantity.Number / 100)), $"{sign} {match.Groups["quantity"].Value}"))
            : Wrong($"{Quote.Of(text)} is out of range; allowed is {minimum}{unit} to 100{unit}");
    }

    public override JsonObject Schema() => PatternSchema($@"^(>=|<=|>|<) *-?[0-9]+(\.[0-9]+)?{unit}$");

    internal static BoundKind KindOf(string sign) => sign switch
    {
        ">=" => BoundKind.AtLeast,
        "<=" => BoundKind.AtMost,
        ">" => BoundKind.MoreThan,
        _ => BoundKind.LessThan,
    };

    [GeneratedRegex(@"\A(?<sign>>=|<=|>|<) *(?<quantity>-?[0-9].*)\z", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}

/// <summary>A bound and its text as written, with one blank: `>= 99%`, `&lt;= 5`.</summary>
internal readonly record struct SpelledBound(Bound Bound, string Spelled);
