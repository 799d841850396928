using Chaos.Model;
using Chaos.Nat;
using Chaos.Packets;

namespace OwnNat;

/// <summary>The NAT under test: packets in, rewritten packets out.</summary>
public sealed class OwnDatapath(NatOptions options) : INatDatapath
{
    private const int EntriesOfAMapping = 2;

    private readonly MappingTable table = new(
        Math.Min(options.Map.Size / EntriesOfAMapping, options.Ports.Count), options.Ports.Minimum);

    public PacketVerdict Process(Span<byte> packet, long nowNanoseconds, int cpu)
    {
        if (!Ipv4Packet.TryParse(packet, out Ipv4Packet parsed, out _)) return PacketVerdict.Drop(DropReason.Truncated);
        if (parsed.Destination != options.EgressAddress)
        {
            parsed.RewriteSource(options.EgressAddress, table.Of(parsed.Tuple).Port);
            return PacketVerdict.Forward;
        }

        if (table.Of(parsed.Tuple.DestinationPort) is not { } mapping) return PacketVerdict.Punt;
        parsed.RewriteDestination(mapping.Connection.SourceAddress, mapping.Connection.SourcePort);
        return PacketVerdict.Forward;
    }

    public TableCounters? ReadTable() => new(
        EntriesOfAMapping * table.Count, options.Map.Size, EntriesOfAMapping * table.Evictions, Refusals: 0, RestoredReverse: 0,
        RestoredOriginal: 0, AllocationFailures: 0);
}
