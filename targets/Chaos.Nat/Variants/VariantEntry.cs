using Chaos.Nat.Ledger;
using Chaos.Nat.Snat;

namespace Chaos.Nat.Variants;

/// <summary>What a bare variant does, and how its datapath is made.</summary>
/// <param name="Summary">In one line, for tables.</param>
/// <param name="Layout">How its mappings stand in the map.</param>
/// <param name="Build">Makes the datapath.</param>
internal sealed record VariantEntry(string Summary, PairLayout Layout, Func<SnatSettings, SnatMap, ConnectionLedger, NatDatapath> Build)
{
    /// <summary>The same as data, under a name and with a port selection.</summary>
    public required Func<string, PortSelectionEra, VariantTraits> Traits { get; init; }

    public static VariantEntry Of<TVariant>(string summary)
        where TVariant : struct, ISnatVariant => new(
            summary, TVariant.Layout, static (settings, map, ledger) => new SnatDatapath<TVariant>(settings, map, ledger))
        {
            Traits = static (name, ports) => new VariantTraits(
                name, TVariant.Layout, TVariant.LooksUpPartner, TVariant.OriginalMode, TVariant.Extras, ports),
        };
}
