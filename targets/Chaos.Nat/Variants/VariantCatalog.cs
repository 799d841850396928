using Chaos.Model;
using Chaos.Nat.Icmp;
using Chaos.Nat.Snat;

namespace Chaos.Nat.Variants;

/// <summary>The names that `nat.variant` takes: bare variants, and Cilium releases, each of which selects one.</summary>
/// <remarks>
/// Bare variants share the newest port selection, the newest handling of a stale egress address and correct ICMP, so that they compare the
/// policy alone. A release brings its own: <see cref="CiliumReleases"/>.
/// </remarks>
public static class VariantCatalog
{
    private static readonly OrderedDictionary<string, VariantEntry> Bare = new(StringComparer.Ordinal)
    {
        ["baseline"] = VariantEntry.Of<Baseline>("each direction looks up its own entry and nothing else"),
        ["restore-reverse"] = VariantEntry.Of<RestoreReverse>("egress looks the reverse entry up and restores it (#35304)"),
        ["restore-reverse-overwrite"] = VariantEntry.Of<RestoreReverseOverwrite>("restore-reverse, and writes overwrite (#40971)"),
        ["restore-both"] = VariantEntry.Of<RestoreBoth>("and ingress looks the original entry up and restores it (#37747)"),
        ["restore-both-overwrite"] = VariantEntry.Of<RestoreBothOverwrite>("restore-both, and writes overwrite (#40971)"),
        ["restore-original"] = VariantEntry.Of<RestoreOriginal>("ablation: only ingress looks its partner up and restores it"),
        ["touch-partner"] = VariantEntry.Of<TouchPartner>("ablation: both look their partner up, neither restores it"),
        ["touch-on-insert"] = VariantEntry.Of<TouchOnInsert>("both new entries are looked up once"),
        ["evict-pair"] = VariantEntry.Of<EvictPair>("the eviction of one entry takes the other"),
        ["single-entry"] = VariantEntry.Of<SingleEntry>("one entry serves both directions (#39256)"),
        ["refuse-new"] = VariantEntry.Of<RefuseNew>("a full table refuses new mappings and evicts none"),
        ["reclaim-reverse"] = VariantEntry.Of<ReclaimReverse>("a new mapping takes a reverse entry that is its own already"),
        ["drop-partner-on-miss"] = VariantEntry.Of<DropPartnerOnMiss>("an entry whose partner is missing is deleted"),
    };

    /// <summary>Bare variants with what they do, in the order in which lists show them.</summary>
    public static IReadOnlyList<(string Name, string Summary)> Variants { get; } =
        [.. Bare.Select(entry => (entry.Key, entry.Value.Summary))];

    /// <summary>Bare variants, minor releases, and the patch releases that changed something.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Bare.Keys, .. CiliumReleases.Minors, .. CiliumReleases.All.Select(release => release.Name)];

    public static bool Knows(string name) => TryFind(name, out _);

    /// <summary>Whether a variant does something at each eviction, so that it needs a map that reports them.</summary>
    public static bool ActsOnEvictions(string name) =>
        TryFind(name, out VariantChoice choice) && SnatMap.ActsOnEvictions(choice.Entry.Layout);

    /// <summary>What a name and a port selection come to; null if there is no such name.</summary>
    public static VariantTraits? TraitsOf(NatOptions options)
    {
        if (!TryFind(options.Variant, out VariantChoice choice)) return null;
        PortSelectionEra ports = options.PortSelection is { } era && PortSelectionEra.TryFind(era, out PortSelectionEra? named)
            ? named : choice.PortSelection;
        if (options.Retries is { } tries) ports = ports with { Tries = tries };
        return choice.Entry.Traits(choice.Release?.Variant ?? options.Variant, ports);
    }

    internal static bool TryFind(string name, out VariantChoice choice)
    {
        choice = default;
        CiliumRelease? release = null;
        if (!Bare.TryGetValue(name, out VariantEntry? entry)
            && !(CiliumReleases.TryResolve(name, out release) && Bare.TryGetValue(release.Variant, out entry)))
            return false;
        choice = new VariantChoice(entry, release);
        return true;
    }
}

/// <summary>What a name selects.</summary>
/// <param name="Entry">The policy.</param>
/// <param name="Release">Null: a bare variant.</param>
internal readonly record struct VariantChoice(VariantEntry Entry, CiliumRelease? Release)
{
    public PortSelectionEra PortSelection => Release?.PortSelection ?? PortSelectionEra.Newest;

    public StaleEgress StaleEgress => Release?.StaleEgress ?? StaleEgress.Recreate;

    public IcmpRules Icmp => Release?.Icmp ?? IcmpRules.Correct;
}
