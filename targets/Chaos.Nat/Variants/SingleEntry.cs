using Chaos.Nat.Snat;

namespace Chaos.Nat.Variants;

/// <summary>`single-entry`: both directions find, and mark, one entry of the map (the aim of Cilium's PR #39256).</summary>
public readonly struct SingleEntry : ISnatVariant
{
    public static PairLayout Layout => PairLayout.OneEntry;
}
