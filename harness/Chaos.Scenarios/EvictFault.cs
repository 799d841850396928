using Chaos.Nat.Snat;

namespace Chaos.Scenarios;

/// <summary>Entries removed from the map at a moment, as an eviction would.</summary>
/// <param name="At">From t = 0; before the end of the run.</param>
/// <param name="Half">Which half of each chosen mapping goes.</param>
/// <param name="Select">Which mappings are chosen.</param>
/// <param name="Amount">How many.</param>
/// <param name="Group">Only mappings of this flow group; null: any mapping in the table.</param>
public sealed record EvictFault(TimeSpan At, MappingHalf Half, EvictSelect Select, EvictAmount Amount, string? Group);

public enum EvictSelect
{
    /// <summary>The mappings created first.</summary>
    Oldest,

    /// <summary>Drawn from the seed.</summary>
    Random,
}

/// <summary>Either a count or a share; exactly one is set.</summary>
/// <param name="Count">Entries (mappings for half `both`).</param>
/// <param name="Share">0 to 1 of what could be chosen.</param>
public readonly record struct EvictAmount(int? Count, double? Share);
