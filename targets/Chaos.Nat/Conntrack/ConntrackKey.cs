using Chaos.Model;

namespace Chaos.Nat.Conntrack;

/// <summary>Which way a connection was opened, or a packet goes, as the inside host sees it.</summary>
public enum ConntrackDirection : byte
{
    Out,
    In,
}

/// <summary>A key of the conntrack maps: the first packet's tuple, and its direction. Source: Cilium bpf/lib/conntrack.h.</summary>
/// <remarks>Upstream stores the ports swapped, so its tuples must not be mixed up with those of the NAT map; neither must these keys, hence
/// a type of their own.</remarks>
public readonly record struct ConntrackKey
{
    private readonly ulong addresses, portsProtocolDirection;

    public ConntrackKey(ConntrackDirection direction, in FiveTuple tuple)
    {
        addresses = tuple.Addresses;
        portsProtocolDirection = tuple.PortsProtocol << 8 | (ulong)direction;
    }

    public ConntrackDirection Direction => unchecked((ConntrackDirection)portsProtocolDirection);

    public FiveTuple Tuple => new(addresses, portsProtocolDirection >> 8);

    /// <summary>The key under which the connection stands that a packet is a reply of.</summary>
    public static ConntrackKey RepliedBy(ConntrackDirection direction, in FiveTuple packet) =>
        new(direction == ConntrackDirection.Out ? ConntrackDirection.In : ConntrackDirection.Out, packet.Reversed());

    /// <summary>A hash of our own: equal on every machine and in every run.</summary>
    public override int GetHashCode()
    {
        unchecked
        {
            ulong mixed = addresses * 0x9E3779B97F4A7C15 ^ portsProtocolDirection * 0xBF58476D1CE4E5B9;
            return (int)((mixed ^ mixed >> 29) * 0x94D049BB133111EB >> 32);
        }
    }
}
