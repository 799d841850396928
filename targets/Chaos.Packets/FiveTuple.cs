namespace Chaos.Packets;

/// <summary>Source and destination as a packet's headers carry them. A tuple has a direction: a reply has <see cref="Reversed"/>.</summary>
public readonly record struct FiveTuple(
    IpProtocol Protocol, Ipv4Address SourceAddress, ushort SourcePort, Ipv4Address DestinationAddress, ushort DestinationPort)
{
    public FiveTuple Reversed() => new(Protocol, DestinationAddress, DestinationPort, SourceAddress, SourcePort);

    /// <summary>A hash of our own: equal on every machine and in every run.</summary>
    public override int GetHashCode()
    {
        unchecked
        {
            ulong mixed = ((ulong)SourceAddress.Value << 32 | DestinationAddress.Value) * 0x9E3779B97F4A7C15;
            mixed ^= ((ulong)SourcePort << 24 | (ulong)DestinationPort << 8 | (ulong)Protocol) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ mixed >> 29) * 0x94D049BB133111EB;
            return (int)(mixed >> 32);
        }
    }

    public override string ToString() => $"{Protocol} {SourceAddress}:{SourcePort} -> {DestinationAddress}:{DestinationPort}";
}
