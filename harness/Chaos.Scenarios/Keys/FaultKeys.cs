using Chaos.Nat.Snat;
using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Keys;

/// <summary>`faults:`, what happens to the NAT at stated moments.</summary>
internal static class FaultKeys
{
    public static readonly ScalarKey<TimeSpan> At = new("at", "From t = 0, before the end of the run.", CommonParsers.TimeFromZero);

    public static readonly ScalarKey<MappingHalf> Half = new(
        "half", "Which half of each chosen mapping goes.",
        new ChoiceParser<MappingHalf>(("original", MappingHalf.Original), ("reverse", MappingHalf.Reverse), ("both", MappingHalf.Both)));

    public static readonly ScalarKey<EvictSelect> Select = new(
        "select", "The mappings created first, or mappings drawn from the seed.",
        new ChoiceParser<EvictSelect>(("oldest", EvictSelect.Oldest), ("random", EvictSelect.Random)), "oldest");

    public static readonly ScalarKey<EvictAmount> Count = new(
        "count", "How many mappings, or which share of them.",
        new EvictAmountParser(new WholeNumberParser<int>(1, 16_777_216), CommonParsers.Percentage));

    public static readonly ScalarKey<string> Group = new(
        "group", "Only mappings of this flow group.", CommonParsers.Name)
    { Optional = true };

    public static readonly MappingKey Evict = new(
        "evict", "Entries removed from the map, as an eviction would.", [Half, Select, Count, Group]);

    public static readonly ListKey Faults = new("faults", "Carried out by time, ties in file order.", [At, Evict]);
}
