using System.Text.Json.Nodes;

namespace Chaos.Scenarios.Values;

/// <summary>`20%` is 0.2; from 0 to 100 %.</summary>
internal sealed class PercentageParser : ValueParser<double>
{
    public const string Pattern = @"[0-9]+(\.[0-9]+)?%";

    public override Parsed<double> Parse(string text)
    {
        if (!Quantity.TryParse(text, out Quantity quantity))
            return Wrong($"{Quote.Of(text)} is not a percentage; write a number with %, for example 20%");

        if (quantity.Unit != "%")
        {
            string problem = quantity.Unit.Length == 0 ? "has no unit" : $"has the unknown unit {Quote.Of(quantity.Unit)}";
            return Wrong($"{Quote.Of(text)} {problem}; a percentage takes %, for example 20%");
        }

        return quantity.Number is >= 0 and <= 100
            ? Right((double)(quantity.Number / 100))
            : Wrong($"{Quote.Of(text)} is out of range; allowed is 0% to 100%");
    }

    public override JsonObject Schema() => PatternSchema($"^{Pattern}$");
}
