using Chaos.Model;
using Chaos.Nat;
using Chaos.Packets;

namespace Chaos.Experiments.Tests;

/// <summary>
/// A NAT as a reader might write one, on dictionaries. With every hundredth mapping that it makes, it forgets the oldest one.
/// </summary>
internal sealed class ForgetfulNat(NatOptions options) : INatDatapath
{
    private const int ForgetEvery = 100;

    private readonly Dictionary<FiveTuple, ushort> ports = [];
    private readonly Dictionary<ushort, FiveTuple> connections = [];
    private readonly Queue<ushort> oldest = [];
    private int made;

    public PacketVerdict Process(Span<byte> packet, long nowNanoseconds, int cpu)
    {
        if (!Ipv4Packet.TryParse(packet, out Ipv4Packet parsed, out _)) return PacketVerdict.Drop(DropReason.Truncated);
        return parsed.Destination == options.EgressAddress ? Reply(parsed) : Request(parsed);
    }

    private PacketVerdict Request(Ipv4Packet packet)
    {
        if (!ports.TryGetValue(packet.Tuple, out ushort port)) port = Map(packet.Tuple);
        packet.RewriteSource(options.EgressAddress, port);
        return PacketVerdict.Forward;
    }

    private PacketVerdict Reply(Ipv4Packet packet)
    {
        if (!connections.TryGetValue(packet.Tuple.DestinationPort, out FiveTuple connection)) return PacketVerdict.Punt;
        packet.RewriteDestination(connection.SourceAddress, connection.SourcePort);
        return PacketVerdict.Forward;
    }

    private ushort Map(FiveTuple connection)
    {
        ushort port = (ushort)(options.Ports.Minimum + made++ % options.Ports.Count);
        (ports[connection], connections[port]) = (port, connection);
        oldest.Enqueue(port);
        if (made % ForgetEvery == 0) connections.Remove(oldest.Dequeue());
        return port;
    }
}
