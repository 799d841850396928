using System.Diagnostics;
using System.Runtime.CompilerServices;
using Chaos.Faults;
using Chaos.Model;
using Chaos.Nat;
using Chaos.Packets;
using Chaos.Packets.Links;

namespace Chaos.Simulation.Hosts;

/// <summary>The node between clients and servers: our NAT datapath, or plain routing where there is none (the control arm).</summary>
/// <remarks>Packets are spread over the CPUs as a network card does it, or (no scaling) all handled by CPU 0, as the container node
/// does.</remarks>
internal sealed class NatNode(
    Network network, NetworkPlan addresses, INatDatapath? datapath, NodeGate gate, ReceiveSideScaling? scaling)
    : Host(network, addresses.Frontend)
{
    /// <summary>Packets that wait for a node that stands still; about what the default receive buffer of a socket holds.</summary>
    private const int MostWaiting = 256;

    private readonly Queue<(byte[] Packet, int Length)> waiting = new();

    /// <summary>Our own datapath, by its own type: it can prefetch, and its packets need no dispatch.</summary>
    private readonly NatDatapath? own = datapath as NatDatapath;

    /// <summary>
    /// In an egress topology the node only routes what goes inside: an answer to a packet that conntrack let out untranslated.
    /// </summary>
    private readonly bool routesInside = addresses.Topology == TopologyKind.Egress;

    private long wakeAt = -1;

    /// <summary>Packets that it handled.</summary>
    public long Packets { get; private set; }

    public override void Prefetch(ReadOnlySpan<byte> packet) => own?.Prefetch(packet);

    /// <summary>The node's turn has come, or was taken from it again.</summary>
    public override void Wake()
    {
        if (waiting.Count == 0 || !IsItsTurn()) return;
        while (waiting.TryDequeue(out (byte[] Packet, int Length) next))
            if (gate.IsDown || !Handle(next.Packet, next.Length)) Network.Return(next.Packet);
    }

    public override bool Receive(byte[] packet, int length)
    {
        if (gate.IsDown) return false;
        if (waiting.Count == 0 && IsItsTurn()) return Handle(packet, length);
        if (waiting.Count == MostWaiting) return false;
        waiting.Enqueue((packet, length));
        return true;
    }

    /// <summary>If it is not, the node asks to be woken when it is.</summary>
    private bool IsItsTurn()
    {
        long turn = gate.NextTurn(Network.Now);
        if (turn > Network.Now && turn != wakeAt) Network.WakeAt(wakeAt = turn, this);
        return turn <= Network.Now;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Handle(byte[] packet, int length)
    {
        Packets++;
        Span<byte> bytes = packet.AsSpan(0, length);
        if (datapath is null || PassesThrough(bytes)) return Forward(packet, length);
        int cpu = scaling?.CpuOf(bytes) ?? 0;
        switch ((own is not null ? own.Process(bytes, Network.Now, cpu) : datapath.Process(bytes, Network.Now, cpu)).Kind)
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

    private bool PassesThrough(ReadOnlySpan<byte> packet) =>
        routesInside && packet.Length >= Ipv4Packet.MinimumHeaderBytes && addresses.IsInside(Ipv4Packet.DestinationOf(packet));

    protected override Link LinkTo(Host neighbour) => neighbour.Downlink;

    private bool Forward(byte[] packet, int length)
    {
        if (NextHop(packet.AsSpan(0, length), toSource: false) is not { } host) return false;
        Send(packet, length, host);
        return true;
    }

    /// <summary>
    /// By the address alone: what the datapath has let through, it has read. The control arm hands damaged packets on, as a router's
    /// hardware may.
    /// </summary>
    private Host? NextHop(ReadOnlySpan<byte> packet, bool toSource) =>
        packet.Length >= Ipv4Packet.MinimumHeaderBytes ? Network.Find(
            toSource ? Ipv4Packet.SourceOf(packet) : Ipv4Packet.DestinationOf(packet)) : null;
}
