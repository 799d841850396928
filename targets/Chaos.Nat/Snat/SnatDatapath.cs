using Chaos.Nat.Ledger;
using Chaos.Nat.Maps;
using Chaos.Nat.Variants;
using Chaos.Packets;

namespace Chaos.Nat.Snat;

/// <summary>The mapping half of the datapath, by Cilium's verbs; what is done about the partner entry is the variant's.</summary>
/// <remarks>Source: Cilium bpf/lib/nat.h. Conntrack, ICMP and a changed egress address are not modelled yet.</remarks>
internal sealed class SnatDatapath<TVariant>(NatOptions options, SnatMap map, ConnectionLedger ledger) : NatDatapath(options, map, ledger)
    where TVariant : struct, ISnatVariant
{
    private readonly Ipv4Address egressAddress = options.EgressAddress;
    private PortSelection ports = new(options.MinimumPort, options.MaximumPort, options.Seed);

    protected override bool HandleMapping(in FiveTuple egress, int cpu, out NatValue state) =>
        Map.TryLookup(NatKey.Original(egress), out state)
            ? TVariant.OnEgressHit(Map, egress, state, cpu) == MapResult.Ok
            : NewMapping(egress, cpu, out state);

    protected override ReverseOutcome ReverseHandleMapping(in FiveTuple ingress, int cpu, out NatValue state)
    {
        if (!Map.TryLookup(NatKey.Reverse(ingress), out state)) return ReverseOutcome.Missing;
        return TVariant.OnIngressHit(Map, ingress, state, cpu) == MapResult.Ok ? ReverseOutcome.Found : ReverseOutcome.RestoreFailed;
    }

    /// <summary>snat_v4_new_mapping: the reverse entry first, which claims the port, then the original one.</summary>
    private bool NewMapping(in FiveTuple egress, int cpu, out NatValue state)
    {
        state = default;
        ushort port = ports.First(egress.SourcePort);
        for (int attempt = 0; attempt < PortSelection.Tries; attempt++)
        {
            NatKey reverse = NatKey.ReverseOf(egress, egressAddress, port);
            if (Map.Create(reverse, egress.SourceAddress, egress.SourcePort, UpdateMode.NoExist, cpu) == MapResult.Ok)
                return Complete(egress, reverse, port, cpu, out state);
            port = ports.Next(port, attempt);
        }

        return Fail(egress);
    }

    private bool Complete(in FiveTuple egress, in NatKey reverse, ushort port, int cpu, out NatValue state)
    {
        state = new NatValue(egressAddress, port, Map.Now);
        // Before the second insert, which in a tiny map may evict the first.
        Ledger.OnMapped(egress, egressAddress, port, portCouldBeKept: ports.Contains(egress.SourcePort), Map.Now);
        if (Map.Create(NatKey.Original(egress), egressAddress, port, UpdateMode.Any, cpu) != MapResult.Ok)
        {
            Map.Delete(reverse);
            return Fail(egress);
        }

        Counters.Mappings++;
        return true;
    }

    private bool Fail(in FiveTuple egress)
    {
        Counters.AllocationFailures++;
        Ledger.OnAllocationFailed(egress, Map.Now);
        return false;
    }
}
