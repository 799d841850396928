using System.Diagnostics.CodeAnalysis;
using Chaos.Nat.Ledger;
using Chaos.Nat.Snat;

namespace Chaos.Nat.Variants;

/// <summary>The names that `nat.variant` takes: variants, and presets that stand for what a Cilium release does.</summary>
/// <remarks>All share the newest port selection, so today a preset behaves as its variant does; port selection by release is a later step.</remarks>
public static class VariantCatalog
{
    private delegate NatDatapath Build(NatOptions options, SnatMap map, ConnectionLedger ledger);

    private static readonly OrderedDictionary<string, Build> Builders = new(StringComparer.Ordinal)
    {
        ["baseline"] = Datapath<Baseline>,
        ["restore-reverse"] = Datapath<RestoreReverse>,
        ["restore-both"] = Datapath<RestoreBoth>,
        ["restore-both-overwrite"] = Datapath<RestoreBothOverwrite>,
        ["cilium-1.16"] = Datapath<Baseline>,
        ["cilium-1.17"] = Datapath<RestoreReverse>,
        ["cilium-1.18"] = Datapath<RestoreBoth>,
        ["cilium-1.19"] = Datapath<RestoreBothOverwrite>,
    };

    /// <summary>All names, in the order in which lists show them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Builders.Keys];

    internal static bool TryCreate(
        NatOptions options, SnatMap map, ConnectionLedger ledger, [NotNullWhen(true)] out NatDatapath? datapath)
    {
        datapath = Builders.TryGetValue(options.Variant, out Build? build) ? build(options, map, ledger) : null;
        return datapath is not null;
    }

    private static SnatDatapath<TVariant> Datapath<TVariant>(NatOptions options, SnatMap map, ConnectionLedger ledger)
        where TVariant : struct, ISnatVariant =>
        new(options, map, ledger);
}
