using Chaos.Faults;
using Chaos.Nat;
using Chaos.Nat.NodePort;
using Chaos.Packets;
using Chaos.Packets.Links;
using Chaos.Traffic;

namespace Chaos.Simulation;

/// <summary>One repetition of one cell, ready to run. Times are nanoseconds.</summary>
public sealed record SimulationOptions
{
    public required TrafficPlan Traffic { get; init; }

    /// <summary>Null: plain routing, the control arm.</summary>
    public required NatOptions? Nat { get; init; }

    /// <summary>In file order.</summary>
    public required IReadOnlyList<PlannedFault> Faults { get; init; }

    /// <summary>From t = 0: nothing begins from then on, and what lasts ends.</summary>
    public long EndOfFaults { get; init; } = long.MaxValue;

    public required RunPhases Phases { get; init; }

    /// <summary>Packets go to the NAT's possible CPUs by receive-side scaling; else all to CPU 0.</summary>
    public bool SpreadsOverCpus { get; init; }

    public LinkSet Links { get; init; } = LinkSet.Plain;

    /// <summary>Of the draws of the links.</summary>
    public ulong LinkSeed { get; init; }
}

/// <summary>The addresses of the simulated hosts: the benchmarking range of RFC 2544, as the containers have it.</summary>
public static class AddressPlan
{
    private const uint InsideNetwork = 0xC612_0000, OutsideNetwork = 0xC613_0000, FirstHost = 10;

    private const uint Node = 250;

    /// <summary>As Kubernetes numbers node ports: from 30000 on.</summary>
    private const ushort FirstNodePort = 30001;

    /// <summary>The node's outside address: what clients are translated to, or where a node port's frontends are.</summary>
    public static Ipv4Address Nat { get; } = new(OutsideNetwork + Node);

    /// <summary>The node's inside address: what a node port's clients are translated to.</summary>
    public static Ipv4Address NodeInside { get; } = new(InsideNetwork + Node);

    public static bool IsInside(Ipv4Address address) => (address.Value & 0xFFFF_0000) == InsideNetwork;

    /// <summary>Egress: clients are inside, servers outside.</summary>
    public static Ipv4Address Client(int client) => new(InsideNetwork + FirstHost + (uint)client);

    public static Ipv4Address Server(int server) => new(OutsideNetwork + FirstHost + (uint)server);

    /// <summary>Node port: clients are outside, pods inside.</summary>
    public static Ipv4Address OutsideClient(int client) => new(OutsideNetwork + FirstHost + (uint)client);

    public static Ipv4Address Pod(int server) => new(InsideNetwork + FirstHost + (uint)server);

    /// <summary>The frontend of the service whose pods listen on server port number <paramref name="index"/>.</summary>
    public static SocketAddress Frontend(int index) => new(Nat, (ushort)(FirstNodePort + index));

    /// <summary>One service for each server port, with every pod behind it, for both transports.</summary>
    public static ServiceTable Services(int servers, IReadOnlyList<ushort> serverPorts) => new(
        from protocol in new[] { IpProtocol.Tcp, IpProtocol.Udp }
        from index in Enumerable.Range(0, serverPorts.Count)
        select new Service(protocol, Frontend(index), [.. Enumerable.Range(0, servers).Select(server => new SocketAddress(Pod(server), serverPorts[index]))]));
}
