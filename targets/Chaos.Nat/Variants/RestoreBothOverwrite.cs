using Chaos.Model;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;

namespace Chaos.Nat.Variants;

/// <summary>`restore-both-overwrite`: restores and new mappings overwrite what stands there meanwhile. Cilium 1.19, PR #40971.</summary>
/// <remarks>What stood there can only have come from another CPU between lookup and update, so on one thread it acts as
/// `restore-both`.</remarks>
public readonly struct RestoreBothOverwrite : ISnatVariant
{
    public static MappingHalf LooksUpPartner => MappingHalf.Both;

    public static VariantExtras Extras => VariantExtras.RestoresPartner;

    public static UpdateMode OriginalMode => UpdateMode.Any;

    public static HitOutcome OnEgressHit(SnatMap map, in FiveTuple egress, in NatValue original, int cpu) =>
        Partner.RestoreReverse(map, egress, original, UpdateMode.Any, cpu);

    public static HitOutcome OnIngressHit(SnatMap map, in FiveTuple ingress, in NatValue reverse, int cpu) =>
        Partner.RestoreOriginal(map, ingress, reverse, UpdateMode.Any, cpu);
}
