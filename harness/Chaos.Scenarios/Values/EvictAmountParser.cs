using System.Text.Json.Nodes;

namespace Chaos.Scenarios.Values;

/// <summary>`100` mappings, or `10%` of those that could be chosen.</summary>
internal sealed class EvictAmountParser(WholeNumberParser<int> count, PercentageParser share) : ValueParser<EvictAmount>
{
    public override Parsed<EvictAmount> Parse(string text)
    {
        if (text.EndsWith('%'))
        {
            Parsed<double> parsedShare = share.Parse(text);
            return parsedShare.Wrong is null ? Right(new EvictAmount(null, parsedShare.Value)) : Wrong(parsedShare.Wrong);
        }

        Parsed<int> parsedCount = count.Parse(text);
        return parsedCount.Wrong is null
            ? Right(new EvictAmount(parsedCount.Value, null))
            : Wrong($"{parsedCount.Wrong}, or a share such as 10%");
    }

    public override JsonObject Schema() => new() { ["anyOf"] = new JsonArray(count.Schema(), share.Schema()) };
}
