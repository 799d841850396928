using System.Diagnostics;
using Chaos.Nat;
using Chaos.Packets;
using Chaos.Packets.Links;

namespace Chaos.Simulation;

/// <summary>The node between clients and servers: our NAT datapath, or plain routing where there is none (the control arm).</summary>
/// <remarks>All packets are handled by CPU 0, as the container node does.</remarks>
internal sealed class NatNode(Network network, Ipv4Address address, NatDatapath? datapath, Func<Ipv4Address, bool> passesThrough) : Host(network, address)
{
    private const int Cpu = 0;

    /// <summary>Packets that came in.</summary>
    public long Packets { get; private set; }

    protected override bool Receive(byte[] packet, int length)
    {
        Packets++;
        Span<byte> bytes = packet.AsSpan(0, length);
        if (datapath is null || (Ipv4Packet.TryParse(bytes, out Ipv4Packet parsed, out _) && passesThrough(parsed.Destination))) return Forward(packet, length);
        Verdict verdict = datapath.Process(bytes, Network.Now, Cpu);
        switch (verdict.Kind)
        {
            case VerdictKind.Forward:
                return Forward(packet, length);
            case VerdictKind.Punt:
                if (NextHop(bytes, toSource: true) is { } sender) Refuse(bytes, sender);
                return false;
            case VerdictKind.Drop:
                return false;
            default:
                throw new UnreachableException();
        }
    }

    protected override Link LinkTo(Host neighbour) => ((EndpointHost)neighbour).Downlink;

    private bool Forward(byte[] packet, int length)
    {
        if (NextHop(packet.AsSpan(0, length), toSource: false) is not { } host) return false;
        Send(packet, length, host);
        return true;
    }

    private Host? NextHop(Span<byte> packet, bool toSource) =>
        Ipv4Packet.TryParse(packet, out Ipv4Packet parsed, out _) ? Network.Find(toSource ? parsed.Source : parsed.Destination) : null;
}
