using Chaos.Faults;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Faults;

/// <summary>`fill`.</summary>
internal sealed record FillEntry() : FaultScalar<EvictAmount>(
    new ScalarKey<EvictAmount>(
        "fill",
        "So many entries, or so many of those that the table has room for, are written without any traffic, two to a mapping; a full "
        + "table makes room for them or refuses them. Taken away after `for`, else they stay.",
        new EvictAmountParser(new WholeNumberParser<int>(2, 16_777_216), CommonParsers.Percentage))
    { Optional = true },
    "{ at: 20s, fill: 90% }")
{
    protected override Fault Make(EvictAmount value) => new Fill { Count = value.Count, Share = value.Share };
}
