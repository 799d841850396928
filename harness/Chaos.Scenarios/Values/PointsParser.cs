using System.Text.Json.Nodes;

namespace Chaos.Scenarios.Values;

/// <summary>`2pp`, two percentage points, is 0.02; from 0 to 100.</summary>
internal sealed class PointsParser : ValueParser<double>
{
    public override Parsed<double> Parse(string text) => !Quantity.TryParse(text, out Quantity quantity) || quantity.Unit != "pp"
        ? Wrong($"{Quote.Of(text)} is not a difference; write a number with pp, for example 2pp")
        : quantity.Number is >= 0 and <= 100
            ? Right((double)(quantity.Number / 100))
            : Wrong($"{Quote.Of(text)} is out of range; allowed is 0pp to 100pp");

    public override JsonObject Schema() => PatternSchema(@"^[0-9]+(\.[0-9]+)?pp$");
}
