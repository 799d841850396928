using System.Text.Json.Nodes;

namespace Chaos.Scenarios.Values;

/// <summary>`400/s`: new flows per second, at least one in a thousand seconds and at most <paramref name="maximumPerSecond"/>.</summary>
internal sealed class RateParser(int maximumPerSecond) : ValueParser<double>
{
    /// <summary>Plans count flows in a thousand seconds.</summary>
    private const decimal MinimumPerSecond = 0.001m;

    public override Parsed<double> Parse(string text)
    {
        if (!Quantity.TryParse(text, out Quantity quantity))
            return Wrong($"{Quote.Of(text)} is not a rate; write a number per second, for example 400/s");

        if (quantity.Unit != "/s")
        {
            string problem = quantity.Unit.Length == 0 ? "has no unit" : $"has the unknown unit {Quote.Of(quantity.Unit)}";
            return Wrong($"{Quote.Of(text)} {problem}; a rate takes /s, for example 400/s");
        }

        return quantity.Number >= MinimumPerSecond && quantity.Number <= maximumPerSecond
            ? Right((double)quantity.Number)
            : Wrong($"{Quote.Of(text)} is out of range; allowed is {MinimumPerSecond}/s to {maximumPerSecond}/s");
    }

    public override JsonObject Schema() => PatternSchema(@"^[0-9]+(\.[0-9]+)?/s$");
}
