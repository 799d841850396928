using System.Diagnostics;
using System.Runtime.CompilerServices;
using Chaos.Model;
using Chaos.Nat.Ledger;
using Chaos.Nat.Variants;
using Chaos.Packets;

namespace Chaos.Nat.Snat;

/// <summary>
/// The datapath by Cilium's verbs: nat, handle mapping, new mapping, rewrite headers. What is done about the partner entry is the
/// variant's.
/// </summary>
/// <remarks>Source: Cilium bpf/lib/nat.h; the functions that a verb stands for are named at it.</remarks>
internal sealed partial class SnatDatapath<TVariant>(SnatSettings settings, SnatMap map, ConnectionLedger ledger)
    : NatDatapath(settings, map, ledger, TVariant.LooksUpPartner)
    where TVariant : struct, ISnatVariant
{
    private readonly bool keepsStaleEgress = settings.StaleEgress == StaleEgress.Keep;

    public override PacketVerdict ProcessEgress(Span<byte> bytes, long nowNanoseconds, int cpu) =>
        Counters.Count(Nat(bytes, nowNanoseconds, cpu));

    public override PacketVerdict ProcessIngress(Span<byte> bytes, long nowNanoseconds, int cpu) =>
        Counters.Count(ReverseNat(bytes, nowNanoseconds, cpu));

    /// <summary>snat_v4_nat; with services, the node port's forward path before it (nodeport_lb4).</summary>
    private PacketVerdict Nat(Span<byte> bytes, long now, int cpu)
    {
        if (!TryOpen(bytes, now, out Ipv4Packet packet, out PacketVerdict refused)) return refused;
        if (packet.Protocol == IpProtocol.Icmp && IcmpMessage.Type(packet) != IcmpType.EchoRequest) return NatIcmpError(packet);
        FiveTuple egress = packet.Tuple;
        if (Services is not null && !Services.TrySelect(ref egress)) return Unmatched;
        if (Connections is not null && !TrackEgress(packet, egress, cpu, out PacketVerdict tracked)) return tracked;
        if (!HandleMapping(egress, cpu, out NatValue state)) return PacketVerdict.Drop(DropReason.NoMapping);
        if (Services is not null) packet.RewriteDestination(egress.DestinationAddress, egress.DestinationPort);
        packet.RewriteSource(state.Address, state.Port);
        return PacketVerdict.Forward;
    }

    /// <summary>snat_v4_rev_nat; with services, the reverse translation of the node port after it.</summary>
    private PacketVerdict ReverseNat(Span<byte> bytes, long now, int cpu)
    {
        if (!TryOpen(bytes, now, out Ipv4Packet packet, out PacketVerdict refused)) return refused;
        if (packet.Protocol == IpProtocol.Icmp && IcmpMessage.Type(packet) != IcmpType.EchoReply) return ReverseNatIcmpError(packet);
        FiveTuple ingress = packet.Tuple;
        if (!Ports.Contains(ingress.Protocol, ingress.DestinationPort)) return Unmatched;
        switch (ReverseHandleMapping(ingress, cpu, out NatValue state))
        {
            case HitOutcome.Use:
                if (Connections is not null && !TrackIngress(packet, ingress, state, cpu))
                    return PacketVerdict.Drop(DropReason.NoConntrackEntry);
                packet.RewriteDestination(state.Address, state.Port);
                if (Services is not null && Services.TryReverse(ref ingress))
                    packet.RewriteSource(ingress.SourceAddress, ingress.SourcePort);
                return PacketVerdict.Forward;
            case HitOutcome.Fail:
                // DROP_NAT_NO_MAPPING here too, which the caller gives to the host. Source: v1.18.0 bpf/lib/nodeport.h.
                return Unmatched;
            case HitOutcome.Forget:
                Ledger.OnUnmatched(ingress, MayBeFirstReply(packet), now);
                return Unmatched;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>
    /// snat_v4_nat_handle_mapping: the NAT address and port for this packet, found or made; false is DROP_NAT_NO_MAPPING.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool HandleMapping(FiveTuple egress, int cpu, out NatValue state)
    {
        if (!Map.TryLookup(NatKey.Original(egress), out state)) return NewMapping(egress, cpu, out state);
        if (state.Address != EgressAddress && !keepsStaleEgress) return Recreate(egress, state, cpu, out state);
        HitOutcome outcome = TVariant.OnEgressHit(Map, egress, state, cpu);
        return outcome == HitOutcome.Forget ? NewMapping(egress, cpu, out state) : outcome == HitOutcome.Use;
    }

    /// <summary>snat_v4_rev_nat_handle_mapping: where this reply goes. Forget: no entry knows it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private HitOutcome ReverseHandleMapping(FiveTuple ingress, int cpu, out NatValue state) =>
        Map.TryLookup(NatKey.Reverse(ingress), out state) ? TVariant.OnIngressHit(Map, ingress, state, cpu) : HitOutcome.Forget;

    /// <summary>Any UDP reply; over TCP the answer to a SYN.</summary>
    private static bool MayBeFirstReply(in Ipv4Packet packet) =>
        packet.Protocol == IpProtocol.Udp || (packet.Protocol == IpProtocol.Tcp && TcpSegment.Numbers(packet).Flags.HasFlag(TcpFlags.Syn));

    /// <summary>The mapping tells an address that is the node's no more: both halves go, and the connection starts anew.</summary>
    private bool Recreate(FiveTuple egress, in NatValue stale, int cpu, out NatValue state)
    {
        Map.Remove(NatKey.Original(egress), LossRule.Stale);
        NatKey reverse = NatKey.ReverseOf(egress, stale.Address, stale.Port);
        if (Map.TryLookup(reverse, out _)) Map.Remove(reverse, LossRule.Stale);
        return NewMapping(egress, cpu, out state);
    }
}
