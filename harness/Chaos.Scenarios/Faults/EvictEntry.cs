using Chaos.Faults;
using Chaos.Scenarios.Binding;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Faults;

/// <summary>`evict`.</summary>
internal sealed record EvictEntry() : FaultMapping(
    "evict",
    "Entries removed from the table, as an eviction would.",
    [Half, Select, Count, Rate, Group],
    "{ at: 20s, evict: { half: reverse, select: oldest, count: 10% } }")
{
    private static readonly ScalarKey<EvictHalf> Half = new(
        "half", "Which half of each chosen mapping goes: original, reverse, both; any chooses entries one by one.",
        new ChoiceParser<EvictHalf>(
            ("original", EvictHalf.Original), ("reverse", EvictHalf.Reverse), ("both", EvictHalf.Both), ("any", EvictHalf.Any)));

    private static readonly ScalarKey<EvictSelect> Select = new(
        "select",
        "The mappings created first or last, mappings drawn from the seed, or those in use by their reference bit (the oldest first).",
        new ChoiceParser<EvictSelect>(
            ("oldest", EvictSelect.Oldest), ("newest", EvictSelect.Newest), ("random", EvictSelect.Random),
            ("referenced", EvictSelect.Referenced)),
        "oldest");

    private static readonly ScalarKey<EvictAmount?> Count = new(
        "count", "How many mappings, or which share of those that could be chosen.",
        new OptionalParser<EvictAmount>(new EvictAmountParser(new WholeNumberParser<int>(1, 16_777_216), CommonParsers.Percentage)))
    { Optional = true };

    private static readonly ScalarKey<double?> Rate = new(
        "rate", "So many a second, for as long as the fault lasts.", new OptionalParser<double>(new RateParser(1_000_000)))
    { Optional = true };

    protected override Fault BindInside(SectionReader fault)
    {
        (EvictAmount? amount, double? rate) = (fault.Read(Count), fault.Read(Rate));
        if (fault.Text(Count) is null == fault.Text(Rate) is null)
            fault.Complain(Count, "give either count (how many, or a share such as 10%) or rate (for example 100/s)");
        return new Evict
        {
            Half = fault.Read(Half),
            Select = fault.Read(Select),
            Count = amount?.Count,
            Share = amount?.Share,
            RatePerSecond = rate,
            Group = fault.Read(Group),
        };
    }
}
