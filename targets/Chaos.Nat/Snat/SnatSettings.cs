using Chaos.Model;
using Chaos.Nat.Icmp;

namespace Chaos.Nat.Snat;

/// <summary>The options of a datapath, with what its variant's name implies filled in.</summary>
/// <param name="Options">As the scenario has them.</param>
/// <param name="PortSelection">How ports are chosen.</param>
/// <param name="StaleEgress">What happens to a mapping with a former egress address.</param>
/// <param name="Icmp">Which ICMP errors are translated, and how.</param>
/// <param name="Draws">The random numbers of port selection.</param>
internal sealed record SnatSettings(
    NatOptions Options, PortSelectionEra PortSelection, StaleEgress StaleEgress, IcmpRules Icmp, IPortDraws Draws);
