using Chaos.Model;
using Chaos.Nat.Icmp;
using Chaos.Nat.Snat;

namespace Chaos.Nat.Variants;

/// <summary>A patch release of Cilium that changed the behaviour of its SNAT.</summary>
/// <param name="Minor">Of 1.x.</param>
/// <param name="Patch">The first patch release that has all of this.</param>
/// <param name="Variant">The bare variant.</param>
/// <param name="PortSelection">How ports are chosen.</param>
/// <param name="StaleEgress">What happens to a mapping with a former egress address.</param>
/// <param name="Icmp">Which ICMP errors are translated, and how.</param>
/// <param name="Changes">Pull requests and commits that it brought.</param>
public sealed record CiliumRelease(
    int Minor, int Patch, string Variant, PortSelectionEra PortSelection, StaleEgress StaleEgress, IcmpRules Icmp, string Changes)
{
    /// <summary>As `nat.variant` spells it.</summary>
    public string Name => $"{CiliumReleases.Prefix}{Minor}.{Patch}";
}
