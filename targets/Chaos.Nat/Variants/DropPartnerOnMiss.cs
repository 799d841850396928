using Chaos.Model;
using Chaos.Nat.Snat;

namespace Chaos.Nat.Variants;

/// <summary>
/// `drop-partner-on-miss`: an entry whose partner is missing is deleted, and the packet goes on as if it had found nothing. As Calico's
/// eBPF conntrack.
/// </summary>
public readonly struct DropPartnerOnMiss : ISnatVariant
{
    public static MappingHalf LooksUpPartner => MappingHalf.Both;

    public static VariantExtras Extras => VariantExtras.Other;

    public static HitOutcome OnEgressHit(SnatMap map, in FiveTuple egress, in NatValue original, int cpu) =>
        map.TryLookup(Partner.Reverse(egress, original), out _) ? HitOutcome.Use : Drop(map, NatKey.Original(egress));

    public static HitOutcome OnIngressHit(SnatMap map, in FiveTuple ingress, in NatValue reverse, int cpu) =>
        map.TryLookup(Partner.Original(ingress, reverse), out _) ? HitOutcome.Use : Drop(map, NatKey.Reverse(ingress));

    private static HitOutcome Drop(SnatMap map, in NatKey widowed)
    {
        map.Remove(widowed, LossRule.Partner);
        return HitOutcome.Forget;
    }
}
