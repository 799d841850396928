namespace Chaos.Nat.Variants;

/// <summary>
/// `reclaim-reverse`: a connection that has lost its original entry alone keeps its port, since its own reverse entry is no collision.
/// </summary>
/// <remarks>
/// No release of Cilium has it: there, the reverse entry that stands makes the create fail with EEXIST, and the mapping takes another
/// port. It costs a lookup for each collision, and none for a packet whose entries stand.
/// </remarks>
public readonly struct ReclaimReverse : ISnatVariant
{
    public static bool ReclaimsReverse => true;

    public static VariantExtras Extras => VariantExtras.Other;
}
