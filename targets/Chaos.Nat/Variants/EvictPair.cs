using Chaos.Nat.Snat;

namespace Chaos.Nat.Variants;

/// <summary>`evict-pair`: when one half is evicted the other goes with it.</summary>
public readonly struct EvictPair : ISnatVariant
{
    public static PairLayout Layout => PairLayout.EvictedTogether;
}
