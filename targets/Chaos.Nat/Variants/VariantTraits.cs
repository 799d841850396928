using Chaos.Nat.Maps;
using Chaos.Nat.Snat;

namespace Chaos.Nat.Variants;

/// <summary>What a name of a variant selects, as data: for a NAT that is not this one.</summary>
/// <param name="Variant">The bare variant.</param>
/// <param name="Layout">How its mappings stand in the map.</param>
/// <param name="LooksUpPartner">Which halves the packets that find the other one look up too.</param>
/// <param name="WriteMode">How restores and original entries are written.</param>
/// <param name="Extras">What it does beyond lookups.</param>
/// <param name="PortSelection">How ports are chosen.</param>
public sealed record VariantTraits(
    string Variant, PairLayout Layout, MappingHalf LooksUpPartner, UpdateMode WriteMode, VariantExtras Extras,
    PortSelectionEra PortSelection);
