using Chaos.Nat.Maps;
using Chaos.Nat.Snat;
using Chaos.Packets;

namespace Chaos.Nat.Variants;

/// <summary>`restore-both-overwrite`: restores overwrite what stands there meanwhile. Cilium 1.19, PR #40971.</summary>
public readonly struct RestoreBothOverwrite : ISnatVariant
{
    public static MapResult OnEgressHit(SnatMap map, in FiveTuple egress, in NatValue original, int cpu) =>
        Partner.LookUpOrRestoreReverse(map, egress, original, UpdateMode.Any, cpu);

    public static MapResult OnIngressHit(SnatMap map, in FiveTuple ingress, in NatValue reverse, int cpu) =>
        Partner.LookUpOrRestoreOriginal(map, ingress, reverse, UpdateMode.Any, cpu);
}
