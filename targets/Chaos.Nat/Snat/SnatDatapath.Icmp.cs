using System.Diagnostics;
using Chaos.Model;
using Chaos.Nat.Icmp;
using Chaos.Packets;

namespace Chaos.Nat.Snat;

/// <summary>ICMP errors: the packet that they quote leads to the mapping, and is translated with them.</summary>
/// <remarks>Entries are looked up plainly, as upstream does: an error never makes, restores or deletes one (RFC 5508 REQ-6), but its lookup
/// marks.</remarks>
internal sealed partial class SnatDatapath<TVariant>
{
    private readonly IcmpRules icmp = settings.Icmp;

    /// <summary>snat_v4_nat_handle_icmp_error: an error from a client, about a packet that came to it through this NAT.</summary>
    private PacketVerdict NatIcmpError(Ipv4Packet error)
    {
        // An echo reply answers a ping that did not come through this NAT.
        if (IcmpMessage.Type(error) == IcmpType.EchoReply) return Unmatched;
        switch (icmp.FateOf(IcmpMessage.Type(error), IcmpMessage.Code(error)))
        {
            case IcmpFate.Pass:
                return Unmatched;
            case IcmpFate.UnknownType:
                return PacketVerdict.Drop(DropReason.UnsupportedIcmp);
            case IcmpFate.UnknownCode:
                return PacketVerdict.Drop(DropReason.UnsupportedIcmpCode);
            case IcmpFate.Translate:
                break;
            default:
                throw new UnreachableException();
        }

        if (!EmbeddedPacket.TryParse(error, out EmbeddedPacket quoted)) return PacketVerdict.Drop(DropReason.BadEmbeddedPacket);
        FiveTuple egress = quoted.Tuple.Reversed();
        if (Services is not null && !Services.TrySelect(ref egress)) return Unmatched;
        if (!Map.TryLookup(NatKey.Original(egress), out NatValue state)) return Unmatched;
        if (icmp.NeedsTcpChecksum && !quoted.QuotesChecksum) return PacketVerdict.Drop(DropReason.ChecksumNotQuoted);
        if (Services is not null)
        {
            quoted.RewriteSource(egress.DestinationAddress, egress.DestinationPort);
            error.RewriteDestinationAddress(egress.DestinationAddress);
        }

        quoted.RewriteDestination(state.Address, state.Port, icmp.Egress);
        error.RewriteSourceAddress(state.Address);
        return PacketVerdict.Forward;
    }

    /// <summary>snat_v4_rev_nat_handle_icmp_error: an error from outside, about a packet that left through this NAT.</summary>
    private PacketVerdict ReverseNatIcmpError(Ipv4Packet error)
    {
        if (icmp.FateOf(IcmpMessage.Type(error), IcmpMessage.Code(error)) != IcmpFate.Translate) return Unmatched;
        if (!EmbeddedPacket.TryParse(error, out EmbeddedPacket quoted)) return PacketVerdict.Drop(DropReason.BadEmbeddedPacket);
        FiveTuple ingress = quoted.Tuple.Reversed();
        if (!Map.TryLookup(NatKey.Reverse(ingress), out NatValue state)) return Unmatched;
        if (icmp.NeedsTcpChecksum && !quoted.QuotesChecksum) return PacketVerdict.Drop(DropReason.ChecksumNotQuoted);
        if (Services is not null)
        {
            bool isFromBackend = error.Source == ingress.SourceAddress;
            if (Services.TryReverse(ref ingress))
            {
                quoted.RewriteDestination(ingress.SourceAddress, ingress.SourcePort);
                if (isFromBackend) error.RewriteSourceAddress(ingress.SourceAddress);
            }
        }

        quoted.RewriteSource(state.Address, state.Port, icmp.Ingress);
        error.RewriteDestinationAddress(state.Address);
        return PacketVerdict.Forward;
    }
}
