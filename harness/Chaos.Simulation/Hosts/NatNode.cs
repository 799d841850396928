using System.Diagnostics;
using Chaos.Nat;
using Chaos.Packets;
using Chaos.Packets.Links;

namespace Chaos.Simulation;

/// <summary>The node between clients and servers: our NAT datapath, or plain routing where there is none (the control arm).</summary>
/// <remarks>Packets are spread over the CPUs as a network card does it, or (no scaling) all handled by CPU 0, as the container node does.</remarks>
internal sealed class NatNode(Network network, Ipv4Address address, NatDatapath? datapath, Func<Ipv4Address, bool> passesThrough, ReceiveSideScaling? scaling) : Host(network, address)
{
    /// <summary>Packets that came in.</summary>
    public long Packets { get; private set; }

    public override void Foresee(ReadOnlySpan<byte> packet) => datapath?.Foresee(packet);

    protected override bool Receive(byte[] packet, int length)
    {
        Packets++;
        Span<byte> bytes = packet.AsSpan(0, length);
        if (datapath is null || (length >= Ipv4Packet.MinimumHeaderBytes && passesThrough(Ipv4Packet.DestinationOf(bytes)))) return Forward(packet, length);
        Verdict verdict = datapath.Process(bytes, Network.Now, scaling?.CpuOf(bytes) ?? 0);
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

    /// <summary>By the address alone: what the datapath has let through, it has read. The control arm hands damaged packets on, as a router's hardware may.</summary>
    private Host? NextHop(ReadOnlySpan<byte> packet, bool toSource) =>
        packet.Length >= Ipv4Packet.MinimumHeaderBytes ? Network.Find(toSource ? Ipv4Packet.SourceOf(packet) : Ipv4Packet.DestinationOf(packet)) : null;
}
