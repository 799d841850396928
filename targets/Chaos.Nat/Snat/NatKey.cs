using System.Runtime.CompilerServices;
using Chaos.Model;

namespace Chaos.Nat.Snat;

/// <summary>A key of the NAT map: the tuple as the packet carries it, and which half it belongs to. Source: Cilium bpf/lib/nat.h.</summary>
/// <remarks>Packed into 16 bytes: with its value an entry fills half a cache line, and two comparisons tell two keys apart.</remarks>
public readonly record struct NatKey
{
    private readonly ulong addresses, portsProtocolHalf;

    /// <param name="half">Original (egress) or Reverse (ingress).</param>
    /// <param name="tuple">Original: client to server. Reverse: server to NAT address and port.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public NatKey(MappingHalf half, in FiveTuple tuple)
    {
        addresses = tuple.Addresses;
        portsProtocolHalf = tuple.PortsProtocol << 8 | (ulong)half;
    }

    public MappingHalf Half => unchecked((MappingHalf)portsProtocolHalf);

    public FiveTuple Tuple => new(addresses, portsProtocolHalf >> 8);

    public static NatKey Original(in FiveTuple egress) => new(MappingHalf.Original, egress);

    public static NatKey Reverse(in FiveTuple ingress) => new(MappingHalf.Reverse, ingress);

    /// <summary>The reverse key that belongs to an egress tuple under this NAT address and port.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NatKey ReverseOf(in FiveTuple egress, Ipv4Address natAddress, ushort natPort) =>
        Reverse(new FiveTuple(egress.Protocol, egress.DestinationAddress, egress.DestinationPort, natAddress, natPort));

    /// <summary>A hash of our own: equal on every machine and in every run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override int GetHashCode()
    {
        unchecked
        {
            ulong mixed = addresses * 0x9E3779B97F4A7C15 ^ portsProtocolHalf * 0xBF58476D1CE4E5B9;
            return (int)((mixed ^ mixed >> 29) * 0x94D049BB133111EB >> 32);
        }
    }
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

    /// <summary>The key of the other half.</summary>
    public static NatKey Partner(in NatKey key, in NatValue value) => key.Half == MappingHalf.Original
        ? NatKey.ReverseOf(key.Tuple, value.Address, value.Port)
        : NatKey.Original(Connection(key, value));
}
