using System.Text.Json.Nodes;

namespace Chaos.Scenarios.Values;

/// <summary>`auto`, or a number.</summary>
internal sealed class RepetitionsParser(WholeNumberParser<int> number) : ValueParser<RepetitionRule>
{
    public const string Auto = "auto";

    public override Parsed<RepetitionRule> Parse(string text)
    {
        if (text == Auto) return Right(new RepetitionRule(null, Auto: true));
        Parsed<int> parsed = number.Parse(text);
        return parsed.Wrong is { } wrong ? Wrong($"{wrong}, or {Auto}") : Right(new RepetitionRule(parsed.Value, Auto: false));
    }

    public override JsonObject Schema() => new()
    {
        ["anyOf"] = new JsonArray(number.Schema(), new JsonObject { ["const"] = Auto }),
    };
}
