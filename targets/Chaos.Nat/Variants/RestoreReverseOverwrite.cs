using Chaos.Model;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;

namespace Chaos.Nat.Variants;

/// <summary>
/// `restore-reverse-overwrite`: `restore-reverse`, but restores and new mappings overwrite an existing entry. Cilium 1.17.8 (backport of PR
/// #40971).
/// </summary>
/// <remarks>Such an entry can only come from another CPU between lookup and update, so on one thread it acts as
/// `restore-reverse`.</remarks>
public readonly struct RestoreReverseOverwrite : ISnatVariant
{
    public static MappingHalf LooksUpPartner => MappingHalf.Reverse;

    public static VariantExtras Extras => VariantExtras.RestoresPartner;

    public static UpdateMode OriginalMode => UpdateMode.Any;

    public static HitOutcome OnEgressHit(SnatMap map, in FiveTuple egress, in NatValue original, int cpu) =>
        Partner.RestoreReverse(map, egress, original, UpdateMode.Any, cpu);
}
