using Chaos.Model;
using Chaos.Packets;

namespace Chaos.Nat.Snat;

/// <summary>ICMP errors: the packet that they quote tells the mapping, and is translated with them.</summary>
/// <remarks>Entries are looked up plainly, as upstream does: an error never makes, restores or deletes one (RFC 5508 REQ-6), but its lookup
/// marks.</remarks>
internal sealed partial class SnatDatapath<TVariant>
{
    /// <summary>snat_v4_nat_handle_icmp_error: a client complains about a packet that came to it through this NAT.</summary>
    private PacketVerdict NatIcmpError(Ipv4Packet error)
    {
        if (!IcmpMessage.IsError(IcmpMessage.Type(error))) return PacketVerdict.Drop(DropReason.UnsupportedIcmp);
        if (!EmbeddedPacket.TryParse(error, out EmbeddedPacket quoted)) return PacketVerdict.Drop(DropReason.BadEmbeddedPacket);
        FiveTuple egress = quoted.Tuple.Reversed();
        if (Services is not null && !Services.TrySelect(ref egress)) return Unmatched;
        if (!Map.TryLookup(NatKey.Original(egress), out NatValue state)) return Unmatched;
        if (Services is not null)
        {
            quoted.RewriteSource(egress.DestinationAddress, egress.DestinationPort);
            error.RewriteDestinationAddress(egress.DestinationAddress);
        }

        quoted.RewriteDestination(state.Address, state.Port);
        error.RewriteSourceAddress(state.Address);
        return PacketVerdict.Forward;
    }

    /// <summary>snat_v4_rev_nat_handle_icmp_error: somebody outside complains about a packet that left through this NAT.</summary>
    private PacketVerdict ReverseNatIcmpError(Ipv4Packet error)
    {
        if (!IcmpMessage.IsError(IcmpMessage.Type(error))) return Unmatched;
        if (!EmbeddedPacket.TryParse(error, out EmbeddedPacket quoted)) return PacketVerdict.Drop(DropReason.BadEmbeddedPacket);
        FiveTuple ingress = quoted.Tuple.Reversed();
        if (!Map.TryLookup(NatKey.Reverse(ingress), out NatValue state)) return Unmatched;
        if (Services is not null)
        {
            bool isFromBackend = error.Source == ingress.SourceAddress;
            if (Services.TryReverse(ref ingress))
            {
                quoted.RewriteDestination(ingress.SourceAddress, ingress.SourcePort);
                if (isFromBackend) error.RewriteSourceAddress(ingress.SourceAddress);
            }
        }

        quoted.RewriteSource(state.Address, state.Port);
        error.RewriteDestinationAddress(state.Address);
        return PacketVerdict.Forward;
    }
}
