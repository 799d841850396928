using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Chaos.Faults;
using Chaos.Survival;

namespace Chaos.Scenarios.Values;

/// <summary>`fill >= 90%`, `survival &lt; 50%`.</summary>
internal sealed partial class ConditionParser(BoundParser bound) : ValueParser<FaultCondition>
{
    public override Parsed<FaultCondition> Parse(string text)
    {
        Match match = Shape().Match(text);
        if (!match.Success)
            return Wrong($"{Quote.Of(text)} is not a condition; write fill or survival and a bound, for example \"fill >= 90%\"");

        Parsed<SpelledBound> parsed = bound.Parse(match.Groups["bound"].Value);
        return parsed.Wrong is null
            ? Right(new FaultCondition(SubjectOf(match.Groups["subject"].Value), SignOf(parsed.Value.Bound.Kind), parsed.Value.Bound.Value))
            : Wrong(parsed.Wrong);
    }

    public override JsonObject Schema() => PatternSchema(@"^(fill|survival) +(>=|<=|>|<) *[0-9]+(\.[0-9]+)?%$");

    private static ConditionSubject SubjectOf(string word) => word == "fill" ? ConditionSubject.Fill : ConditionSubject.Survival;

    private static ConditionSign SignOf(BoundKind kind) => kind switch
    {
        BoundKind.AtLeast => ConditionSign.AtLeast,
        BoundKind.AtMost => ConditionSign.AtMost,
        BoundKind.MoreThan => ConditionSign.MoreThan,
        _ => ConditionSign.LessThan,
    };

    [GeneratedRegex(@"\A(?<subject>fill|survival) +(?<bound>.+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
