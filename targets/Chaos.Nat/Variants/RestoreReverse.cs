using Chaos.Nat.Maps;
using Chaos.Nat.Snat;
using Chaos.Packets;

namespace Chaos.Nat.Variants;

/// <summary>`restore-reverse`: egress looks the reverse entry up and restores it. Cilium 1.17, PR #35304.</summary>
public readonly struct RestoreReverse : ISnatVariant
{
    public static MapResult OnEgressHit(SnatMap map, in FiveTuple egress, in NatValue original, int cpu) =>
        Partner.LookUpOrRestoreReverse(map, egress, original, UpdateMode.NoExist, cpu);

    public static MapResult OnIngressHit(SnatMap map, in FiveTuple ingress, in NatValue reverse, int cpu) =>
        MapResult.Ok;
}
