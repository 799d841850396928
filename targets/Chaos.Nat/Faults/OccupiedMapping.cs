using Chaos.Model;

namespace Chaos.Nat.Faults;

/// <summary>The connections behind entries that faults write without traffic.</summary>
public static class OccupiedMapping
{
    /// <summary>Ports of one address that nobody has (class E).</summary>
    private const int PortsPerAddress = 1 << 15;

    /// <summary>In place of a client: shared address space (RFC 6598), which no plan of ours uses.</summary>
    private static readonly Ipv4Address Occupant = new(0x6440_0001);

    private static readonly Ipv4Address FirstRemote = new(0xF000_0001);

    public static bool Is(in FiveTuple connection) => connection.SourceAddress == Occupant;

    /// <summary>Another connection for each number, from 0; its NAT port is its source port.</summary>
    public static FiveTuple Egress(int number) => new(
        IpProtocol.Udp, Occupant, (ushort)(PortsPerAddress + number % PortsPerAddress),
        new Ipv4Address(FirstRemote.Value + (uint)(number / PortsPerAddress)), 9);
}
