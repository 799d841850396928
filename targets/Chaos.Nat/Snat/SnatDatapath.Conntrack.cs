using Chaos.Model;
using Chaos.Nat.Conntrack;
using Chaos.Packets;

namespace Chaos.Nat.Snat;

/// <summary>Where the datapath and conntrack meet.</summary>
/// <remarks>
/// Egress: the client's own conntrack, before the mapping is looked at; a packet that is a reply of an incoming connection is not
/// translated
/// (snat_v4_needs_masquerade). A reply that conntrack has forgotten begins such an incoming connection: that is how upstream's phantom
/// entries come about
/// (issue #47425). Node port: only the forward scope on the way in and the reverse scope on the way back (needs_ct).
/// </remarks>
internal sealed partial class SnatDatapath<TVariant>
{
    /// <summary>False: the packet's fate is decided, as <paramref name="verdict"/> says.</summary>
    private bool TrackEgress(Ipv4Packet packet, FiveTuple egress, int cpu, out PacketVerdict verdict)
    {
        ConntrackState state = Services is null
            ? Connections!.Track(ConntrackDirection.Out, egress, FlagsOf(packet), Map.Now, cpu)
            : Connections!.TrackForward(ConntrackDirection.Out, egress, FlagsOf(packet), Map.Now, cpu);
        verdict = state == ConntrackState.Refused ? PacketVerdict.Drop(DropReason.NoConntrackEntry) : PacketVerdict.Forward;
        if (state == ConntrackState.Reply) Counters.NotMasqueraded++;
        return state is ConntrackState.New or ConntrackState.Established;
    }

    /// <summary>A reply as the client is going to get it; false: conntrack had no room for it.</summary>
    private bool TrackIngress(Ipv4Packet packet, FiveTuple ingress, in NatValue state, int cpu)
    {
        FiveTuple delivered = ingress with { DestinationAddress = state.Address, DestinationPort = state.Port };
        if (Services is null)
            return Connections!.Track(ConntrackDirection.In, delivered, FlagsOf(packet), Map.Now, cpu) != ConntrackState.Refused;
        Connections!.TrackReply(ConntrackDirection.In, delivered, FlagsOf(packet), Map.Now);
        return true;
    }

    private static TcpFlags FlagsOf(Ipv4Packet packet) =>
        packet.Protocol == IpProtocol.Tcp ? TcpSegment.Numbers(packet).Flags : TcpFlags.None;
}
