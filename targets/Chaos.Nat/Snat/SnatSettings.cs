using Chaos.Model;

namespace Chaos.Nat.Snat;

/// <summary>The options of a datapath, with what its variant's name implies filled in.</summary>
internal sealed record SnatSettings(NatOptions Options, PortSelectionEra PortSelection, StaleEgress StaleEgress);
