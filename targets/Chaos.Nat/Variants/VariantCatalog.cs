namespace Chaos.Nat.Variants;

/// <summary>The names that `nat.variant` takes: variants and the presets that stand for a Cilium release.</summary>
public static class VariantCatalog
{
    /// <summary>All names, in the order in which lists show them.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "baseline", "restore-reverse", "restore-both", "restore-both-overwrite",
        "cilium-1.16", "cilium-1.17", "cilium-1.18", "cilium-1.19",
    ];
}
