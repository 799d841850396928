using Chaos.Harness.Planning;
using Chaos.Nat;
using Chaos.Nat.NodePort;
using Chaos.Packets;
using Chaos.Scenarios;

namespace Chaos.Harness.Backends;

/// <summary>The NAT's half of a repetition, the same for both worlds.</summary>
internal static class NatPlan
{
    /// <param name="plan">The repetition.</param>
    /// <param name="egressAddress">What clients are translated to.</param>
    /// <param name="services">The node port's services; null: plain egress.</param>
    public static NatOptions Options(RepetitionPlan plan, Ipv4Address egressAddress, ServiceTable? services = null)
    {
        NatSettings nat = plan.Cell.Scenario.Nat;
        return new NatOptions
        {
            Variant = nat.Variant,
            PortSelection = nat.PortSelection,
            StaleEgress = nat.StaleEgress,
            EgressAddress = egressAddress,
            Services = services,
            Conntrack = nat.Conntrack,
            MinimumPort = nat.Ports.Minimum,
            MaximumPort = nat.Ports.Maximum,
            MapSize = nat.Map.Size,
            Lru = nat.Map.Lru,
            Batch = nat.Map.Batch,
            PossibleCpus = nat.Map.PossibleCpus,
            Seed = Seeds.Of(plan.Seed, "nat"),
            PuntUnmatched = nat.Unmatched == UnmatchedReply.Punt,
        };
    }
}
