using Chaos.Packets;

namespace Chaos.Nat.Snat;

/// <summary>A key of the NAT map: the tuple as the packet carries it, and which half it belongs to. Source: Cilium bpf/lib/nat.h.</summary>
/// <param name="Half">Original (egress) or Reverse (ingress).</param>
/// <param name="Tuple">Original: client to server. Reverse: server to NAT address and port.</param>
public readonly record struct NatKey(MappingHalf Half, FiveTuple Tuple)
{
    public static NatKey Original(in FiveTuple egress) => new(MappingHalf.Original, egress);

    public static NatKey Reverse(in FiveTuple ingress) => new(MappingHalf.Reverse, ingress);

    /// <summary>The reverse key that belongs to an egress tuple under this NAT address and port.</summary>
    public static NatKey ReverseOf(in FiveTuple egress, Ipv4Address natAddress, ushort natPort) =>
        Reverse(new FiveTuple(egress.Protocol, egress.DestinationAddress, egress.DestinationPort, natAddress, natPort));

    public override int GetHashCode() => unchecked(Tuple.GetHashCode() * 31 + (int)Half);
}

/// <summary>A value of the NAT map: to what the packet is rewritten.</summary>
/// <param name="Address">Original: the NAT address. Reverse: the client's address.</param>
/// <param name="Port">Original: the NAT port. Reverse: the client's port.</param>
/// <param name="CreatedNanoseconds">On the clock that the datapath is handed; informational, as in Cilium.</param>
public readonly record struct NatValue(Ipv4Address Address, ushort Port, long CreatedNanoseconds)
{
    /// <summary>The connection, as its client sees it, that an entry belongs to; either half alone tells it.</summary>
    public static FiveTuple Connection(in NatKey key, in NatValue value) => key.Half == MappingHalf.Original
        ? key.Tuple
        : new FiveTuple(key.Tuple.Protocol, value.Address, value.Port, key.Tuple.SourceAddress, key.Tuple.SourcePort);
}
