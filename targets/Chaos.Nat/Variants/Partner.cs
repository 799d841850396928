using Chaos.Model;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;

namespace Chaos.Nat.Variants;

/// <summary>The acts on the other half that variants are made of.</summary>
internal static class Partner
{
    /// <summary>The key of the reverse entry that belongs to an original one.</summary>
    public static NatKey Reverse(in FiveTuple egress, in NatValue original) => NatKey.ReverseOf(egress, original.Address, original.Port);

    /// <summary>The key of the original entry that belongs to a reverse one.</summary>
    public static NatKey Original(in FiveTuple ingress, in NatValue reverse) =>
        NatKey.Original(new FiveTuple(ingress.Protocol, reverse.Address, reverse.Port, ingress.SourceAddress, ingress.SourcePort));

    /// <summary>Looks the reverse entry up and restores it if it is gone. Its owner is not compared: upstream does not either.</summary>
    public static HitOutcome RestoreReverse(SnatMap map, in FiveTuple egress, in NatValue original, UpdateMode mode, int cpu) =>
        Outcome(map.LookUpOrRestore(Reverse(egress, original), egress.SourceAddress, egress.SourcePort, mode, cpu));

    /// <summary>Looks the original entry up and restores it if it is gone.</summary>
    public static HitOutcome RestoreOriginal(SnatMap map, in FiveTuple ingress, in NatValue reverse, UpdateMode mode, int cpu) =>
        Outcome(map.LookUpOrRestore(Original(ingress, reverse), ingress.DestinationAddress, ingress.DestinationPort, mode, cpu));

    private static HitOutcome Outcome(MapResult result) => result == MapResult.Ok ? HitOutcome.Use : HitOutcome.Fail;
}
