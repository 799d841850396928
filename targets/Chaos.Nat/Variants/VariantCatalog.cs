using System.Diagnostics.CodeAnalysis;
using Chaos.Model;
using Chaos.Nat.Ledger;
using Chaos.Nat.Snat;

namespace Chaos.Nat.Variants;

/// <summary>The names that `nat.variant` takes: variants, and presets that stand for what a Cilium release does.</summary>
/// <remarks>
/// Bare variants share the newest port selection and the newest handling of a stale egress address, so that they compare the policy alone.
/// A preset
/// brings those of its release. `cilium-1.16` is 1.16.0, before the backport of PR #34913.
/// </remarks>
public static class VariantCatalog
{
    private static readonly OrderedDictionary<string, VariantEntry> Entries = new(StringComparer.Ordinal)
    {
        ["baseline"] = VariantEntry.Bare<Baseline>(),
        ["restore-reverse"] = VariantEntry.Bare<RestoreReverse>(),
        ["restore-both"] = VariantEntry.Bare<RestoreBoth>(),
        ["restore-both-overwrite"] = VariantEntry.Bare<RestoreBothOverwrite>(),
        ["restore-original"] = VariantEntry.Bare<RestoreOriginal>(),
        ["touch-partner"] = VariantEntry.Bare<TouchPartner>(),
        ["touch-on-insert"] = VariantEntry.Bare<TouchOnInsert>(),
        ["evict-pair"] = VariantEntry.Bare<EvictPair>(),
        ["single-entry"] = VariantEntry.Bare<SingleEntry>(),
        ["refuse-new"] = VariantEntry.Bare<RefuseNew>(),
        ["drop-partner-on-miss"] = VariantEntry.Bare<DropPartnerOnMiss>(),
        ["cilium-1.16"] = VariantEntry.Preset<Baseline>(PortSelectionEra.Cilium116, StaleEgress.Keep),
        ["cilium-1.17"] = VariantEntry.Preset<RestoreReverse>(PortSelectionEra.Cilium117, StaleEgress.Recreate),
        ["cilium-1.18"] = VariantEntry.Preset<RestoreBoth>(PortSelectionEra.Cilium118, StaleEgress.Recreate),
        ["cilium-1.19"] = VariantEntry.Preset<RestoreBothOverwrite>(PortSelectionEra.Cilium118, StaleEgress.Recreate),
    };

    /// <summary>All names, in the order in which lists show them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Entries.Keys];

    /// <summary>Whether a variant does something at each eviction, so that it needs a map that tells of them.</summary>
    public static bool ActsOnEvictions(string name) =>
        Entries.TryGetValue(name, out VariantEntry? entry) && SnatMap.ActsOnEvictions(entry.Layout);

    internal static bool TryFind(string name, [NotNullWhen(true)] out VariantEntry? entry) => Entries.TryGetValue(name, out entry);
}

/// <summary>What a name of the catalog stands for.</summary>
/// <param name="Layout">How its mappings stand in the map.</param>
/// <param name="PortSelection">Unless the options name another.</param>
/// <param name="StaleEgress">Unless the options say otherwise.</param>
/// <param name="Build">Makes the datapath.</param>
internal sealed record VariantEntry(
    PairLayout Layout, PortSelectionEra PortSelection, StaleEgress StaleEgress, Func<SnatSettings, SnatMap, ConnectionLedger,
    NatDatapath> Build)
{
    public static VariantEntry Bare<TVariant>()
        where TVariant : struct, ISnatVariant => Preset<TVariant>(PortSelectionEra.Newest, StaleEgress.Recreate);

    public static VariantEntry Preset<TVariant>(PortSelectionEra portSelection, StaleEgress staleEgress)
        where TVariant : struct, ISnatVariant => new(
            TVariant.Layout, portSelection, staleEgress,
            static (settings, map, ledger) => new SnatDatapath<TVariant>(settings, map, ledger));
}
