using Chaos.Model;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;

namespace Chaos.Nat.Variants;

/// <summary>`restore-original`: an ablation, PR #37747 without PR #35304: only ingress looks its partner up and restores it.</summary>
public readonly struct RestoreOriginal : ISnatVariant
{
    public static MappingHalf LooksUpPartner => MappingHalf.Original;

    public static VariantExtras Extras => VariantExtras.RestoresPartner;

    public static HitOutcome OnIngressHit(SnatMap map, in FiveTuple ingress, in NatValue reverse, int cpu) =>
        Partner.RestoreOriginal(map, ingress, reverse, UpdateMode.NoExist, cpu);
}
