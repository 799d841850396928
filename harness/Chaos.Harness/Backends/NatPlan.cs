using Chaos.Harness.Planning;
using Chaos.Nat;
using Chaos.Packets;
using Chaos.Scenarios;

namespace Chaos.Harness.Backends;

/// <summary>The NAT's half of a repetition, the same for both worlds.</summary>
internal static class NatPlan
{
    public static NatOptions Options(RepetitionPlan plan, Ipv4Address egressAddress)
    {
        NatSettings nat = plan.Cell.Scenario.Nat;
        return new NatOptions
        {
            Variant = nat.Variant,
            PortSelection = nat.PortSelection,
            StaleEgress = nat.StaleEgress,
            EgressAddress = egressAddress,
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
