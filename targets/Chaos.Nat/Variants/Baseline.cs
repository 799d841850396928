using Chaos.Nat.Maps;
using Chaos.Nat.Snat;
using Chaos.Packets;

namespace Chaos.Nat.Variants;

/// <summary>`baseline`: each half is looked up by its own direction and nothing else. Cilium before 1.17.</summary>
public readonly struct Baseline : ISnatVariant
{
    public static MapResult OnEgressHit(SnatMap map, in FiveTuple egress, in NatValue original, int cpu) =>
        MapResult.Ok;

    public static MapResult OnIngressHit(SnatMap map, in FiveTuple ingress, in NatValue reverse, int cpu) =>
        MapResult.Ok;
}
