using System.Globalization;
using Chaos.Model;
using Chaos.Nat.Snat;

namespace Chaos.Replay.Recordings;

/// <summary>Entries of the NAT map in the words of a recording: `half protocol source>destination=translated`.</summary>
internal static class EntryText
{
    public static string Of(in NatKey key, in NatValue value) =>
        $"{Half(key.Half)} {Protocol(key.Tuple.Protocol)} {Source(key)}>{Destination(key)}={new SocketAddress(value.Address, value.Port)}";

    /// <summary>All entries, in ordinal order.</summary>
    public static string[] Of(SnatMap map)
    {
        string[] entries = [.. map.Entries().Select(entry => Of(entry.Key, entry.Value))];
        Array.Sort(entries, StringComparer.Ordinal);
        return entries;
    }

    public static EntryJson Key(in NatKey key) => new()
    {
        Half = Half(key.Half),
        Protocol = Protocol(key.Tuple.Protocol),
        Source = Source(key).ToString(),
        Destination = Destination(key).ToString(),
    };

    /// <exception cref="FormatException">A member is missing or cannot be read.</exception>
    public static NatKey Key(EntryJson entry)
    {
        MappingHalf half = entry.Half switch
        {
            "original" => MappingHalf.Original,
            "reverse" => MappingHalf.Reverse,
            _ => throw new FormatException("`entry.half` must be original or reverse"),
        };
        SocketAddress source = Socket(entry.Source, "entry.source"), destination = Socket(entry.Destination, "entry.destination");
        return new NatKey(
            half, new FiveTuple(ProtocolOf(entry.Protocol), source.Address, source.Port, destination.Address, destination.Port));
    }

    public static IpProtocol ProtocolOf(string? name) => name switch
    {
        "tcp" => IpProtocol.Tcp,
        "udp" => IpProtocol.Udp,
        "icmp" => IpProtocol.Icmp,
        _ => throw new FormatException("`protocol` must be tcp, udp or icmp"),
    };

    public static string Protocol(IpProtocol protocol) => protocol.ToString().ToLowerInvariant();

    /// <exception cref="FormatException">Not an IPv4 address and a port.</exception>
    public static SocketAddress Socket(string? text, string name)
    {
        string[] parts = (text ?? "").Split(':');
        if (parts.Length == 2 && ushort.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
            return new SocketAddress(Address(parts[0], name), port);
        throw new FormatException($"`{name}` must be an IPv4 address and a port, such as 192.0.2.1:80");
    }

    /// <exception cref="FormatException">Not an IPv4 address.</exception>
    public static Ipv4Address Address(string? text, string name)
    {
        try
        {
            return Ipv4Address.Parse(text ?? "");
        }
        catch (Exception wrong) when (wrong is FormatException or OverflowException)
        {
            throw new FormatException($"`{name}` must be an IPv4 address, such as 192.0.2.1", wrong);
        }
    }

    private static string Half(MappingHalf half) => half == MappingHalf.Original ? "original" : "reverse";

    private static SocketAddress Source(in NatKey key) => new(key.Tuple.SourceAddress, key.Tuple.SourcePort);

    private static SocketAddress Destination(in NatKey key) => new(key.Tuple.DestinationAddress, key.Tuple.DestinationPort);
}
