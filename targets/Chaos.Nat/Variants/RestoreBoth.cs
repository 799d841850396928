using Chaos.Model;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;

namespace Chaos.Nat.Variants;

/// <summary>`restore-both`: and ingress looks the original entry up and restores it. Cilium 1.18, PR #37747.</summary>
public readonly struct RestoreBoth : ISnatVariant
{
    public static MappingHalf LooksUpPartner => MappingHalf.Both;

    public static VariantExtras Extras => VariantExtras.RestoresPartner;

    public static HitOutcome OnEgressHit(SnatMap map, in FiveTuple egress, in NatValue original, int cpu) =>
        Partner.RestoreReverse(map, egress, original, UpdateMode.NoExist, cpu);

    public static HitOutcome OnIngressHit(SnatMap map, in FiveTuple ingress, in NatValue reverse, int cpu) =>
        Partner.RestoreOriginal(map, ingress, reverse, UpdateMode.NoExist, cpu);
}
