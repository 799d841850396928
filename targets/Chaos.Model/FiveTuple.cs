using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace Chaos.Model;

/// <summary>Source and destination as a packet's headers carry them. A tuple has a direction: a reply has <see cref="Reversed"/>.</summary>
/// <remarks>Packed into two words, as they are read off the headers and as the keys of maps hold them: it stays in registers on its way
/// from one to the other.</remarks>
public readonly record struct FiveTuple
{
    [JsonConstructor]
    public FiveTuple(
        IpProtocol protocol, Ipv4Address sourceAddress, ushort sourcePort, Ipv4Address destinationAddress, ushort destinationPort)
        : this((ulong)sourceAddress.Value << 32 | destinationAddress.Value,
            (ulong)sourcePort << 24 | (ulong)destinationPort << 8 | (ulong)protocol)
    {
    }

    /// <summary>Of words that hold it already.</summary>
    /// <param name="addresses">The source in the upper half, the destination in the lower one.</param>
    /// <param name="portsProtocol">From above: 24 zero bits, source port, destination port, protocol.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FiveTuple(ulong addresses, ulong portsProtocol)
    {
        Addresses = addresses;
        PortsProtocol = portsProtocol;
    }

    public IpProtocol Protocol
    {
        get => unchecked((IpProtocol)PortsProtocol);
        init => PortsProtocol = PortsProtocol & ~0xFFul | (ulong)value;
    }

    public Ipv4Address SourceAddress
    {
        get => new((uint)(Addresses >> 32));
        init => Addresses = (ulong)value.Value << 32 | unchecked((uint)Addresses);
    }

    public ushort SourcePort
    {
        get => unchecked((ushort)(PortsProtocol >> 24));
        init => PortsProtocol = PortsProtocol & ~(0xFFFFul << 24) | (ulong)value << 24;
    }

    public Ipv4Address DestinationAddress
    {
        get => new(unchecked((uint)Addresses));
        init => Addresses = Addresses & ~(ulong)uint.MaxValue | value.Value;
    }

    public ushort DestinationPort
    {
        get => unchecked((ushort)(PortsProtocol >> 8));
        init => PortsProtocol = PortsProtocol & ~(0xFFFFul << 8) | (ulong)value << 8;
    }

    /// <summary>Source address in the upper half, destination address in the lower one.</summary>
    [JsonIgnore]
    public ulong Addresses { get; private init; }

    /// <summary>From above: 24 zero bits, source port, destination port, protocol.</summary>
    [JsonIgnore]
    public ulong PortsProtocol { get; private init; }

    public FiveTuple Reversed() => new(Protocol, DestinationAddress, DestinationPort, SourceAddress, SourcePort);

    public bool Equals(FiveTuple other) => Addresses == other.Addresses && PortsProtocol == other.PortsProtocol;

    /// <summary>A hash of our own: equal on every machine and in every run.</summary>
    public override int GetHashCode()
    {
        unchecked
        {
            ulong mixed = Addresses * 0x9E3779B97F4A7C15 ^ PortsProtocol * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ mixed >> 29) * 0x94D049BB133111EB;
            return (int)(mixed >> 32);
        }
    }

    public override string ToString() => $"{Protocol} {SourceAddress}:{SourcePort} -> {DestinationAddress}:{DestinationPort}";
}
