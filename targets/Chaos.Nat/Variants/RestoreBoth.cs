using Chaos.Nat.Maps;
using Chaos.Nat.Snat;
using Chaos.Packets;

namespace Chaos.Nat.Variants;

/// <summary>`restore-both`: and ingress looks the original entry up and restores it. Cilium 1.18, PR #37747.</summary>
public readonly struct RestoreBoth : ISnatVariant
{
    public static MapResult OnEgressHit(SnatMap map, in FiveTuple egress, in NatValue original, int cpu) =>
        Partner.LookUpOrRestoreReverse(map, egress, original, UpdateMode.NoExist, cpu);

    public static MapResult OnIngressHit(SnatMap map, in FiveTuple ingress, in NatValue reverse, int cpu) =>
        Partner.LookUpOrRestoreOriginal(map, ingress, reverse, UpdateMode.NoExist, cpu);
}
