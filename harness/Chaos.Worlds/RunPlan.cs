using Chaos.Faults;
using Chaos.Model;

namespace Chaos.Worlds;

/// <summary>
/// One run, ready for any world: the traffic, the NAT between, and what happens when. All draws are made; the same plan gives the same run.
/// </summary>
public sealed record RunPlan
{
    /// <summary>Names what a world makes for the run.</summary>
    public required string Name { get; init; }

    public TopologyKind Topology { get; init; }

    public required TrafficPlan Traffic { get; init; }

    public required RunPhases Phases { get; init; }

    public required NatOptions Nat { get; init; }

    public LinkPlan Links { get; init; } = LinkPlan.Plain;

    /// <summary>In file order.</summary>
    public IReadOnlyList<PlannedFault> Faults { get; init; } = [];

    /// <summary>Nanoseconds from t = 0: nothing begins from then on, and what lasts ends.</summary>
    public long EndOfFaults { get; init; } = long.MaxValue;

    /// <summary>Packets go to the NAT's possible CPUs by receive-side scaling; else all to CPU 0.</summary>
    public bool SpreadsOverCpus { get; init; }

    /// <summary>The hosts of this run on the two networks that a world has for it.</summary>
    public NetworkPlan On(Ipv4Address insideNetwork, Ipv4Address outsideNetwork, int prefixBits, bool translates) => new()
    {
        Topology = Topology,
        InsideNetwork = insideNetwork,
        OutsideNetwork = outsideNetwork,
        PrefixBits = prefixBits,
        Clients = Traffic.Clients,
        Servers = Traffic.Servers,
        ServerPorts = Traffic.ServerPorts,
        Translates = translates,
    };

    /// <summary>The NAT on a network: with its egress address and, behind a node port, its services.</summary>
    public NatOptions NatOn(NetworkPlan network) => Nat with { EgressAddress = network.EgressAddress, Services = network.Services };
}
