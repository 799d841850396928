using Chaos.Nat.Snat;

namespace Chaos.Nat.Variants;

/// <summary>
/// `touch-on-insert`: both halves of a new mapping are looked up once, so that they start marked. The idea of Cilium's commit 8ad4caa555,
/// on the SNAT map.
/// </summary>
public readonly struct TouchOnInsert : ISnatVariant
{
    public static VariantExtras Extras => VariantExtras.TouchesNew;

    public static void OnMapped(SnatMap map, in NatKey original, in NatKey reverse)
    {
        map.TryLookup(original, out _);
        map.TryLookup(reverse, out _);
    }
}
