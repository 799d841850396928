using Chaos.Harness.Planning;
using Chaos.Nat;
using Chaos.Nat.Faults;
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

    /// <summary>The faults by time, those of the same moment in file order; a moment in nanoseconds from t = 0.</summary>
    public static IReadOnlyList<(long At, EvictFault Fault, EvictionRequest Request)> Faults(RepetitionPlan plan) =>
        [.. plan.Cell.Scenario.Faults
            .Select((fault, number) => (Nanoseconds.Of(fault.At), fault, Request(plan, fault, number)))
            .OrderBy(entry => entry.Item1)];

    private static EvictionRequest Request(RepetitionPlan plan, EvictFault fault, int number) => new(
        fault.Half,
        fault.Select == EvictSelect.Random,
        fault.Amount.Count,
        fault.Amount.Share,
        fault.Group is null ? null : plan.FlowsOfGroup[fault.Group],
        Seeds.Of(plan.Seed, $"fault/{number}"));
}
