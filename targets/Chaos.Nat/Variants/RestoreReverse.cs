using Chaos.Model;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;

namespace Chaos.Nat.Variants;

/// <summary>`restore-reverse`: egress looks the reverse entry up and restores it. Cilium 1.17, PR #35304.</summary>
public readonly struct RestoreReverse : ISnatVariant
{
    public static MappingHalf LooksUpPartner => MappingHalf.Reverse;

    public static VariantExtras Extras => VariantExtras.RestoresPartner;

    public static HitOutcome OnEgressHit(SnatMap map, in FiveTuple egress, in NatValue original, int cpu) =>
        Partner.RestoreReverse(map, egress, original, UpdateMode.NoExist, cpu);
}
