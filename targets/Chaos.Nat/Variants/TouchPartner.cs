using Chaos.Model;
using Chaos.Nat.Snat;

namespace Chaos.Nat.Variants;

/// <summary>`touch-partner`: an ablation, both directions look the partner up, which marks it, and never restore it.</summary>
public readonly struct TouchPartner : ISnatVariant
{
    public static MappingHalf LooksUpPartner => MappingHalf.Both;

    public static HitOutcome OnEgressHit(SnatMap map, in FiveTuple egress, in NatValue original, int cpu)
    {
        map.TryLookup(Partner.Reverse(egress, original), out _);
        return HitOutcome.Use;
    }

    public static HitOutcome OnIngressHit(SnatMap map, in FiveTuple ingress, in NatValue reverse, int cpu)
    {
        map.TryLookup(Partner.Original(ingress, reverse), out _);
        return HitOutcome.Use;
    }
}
