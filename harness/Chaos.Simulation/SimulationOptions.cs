using Chaos.Faults;
using Chaos.Nat;
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
    public required long EndOfFaults { get; init; }

    public required RunPhases Phases { get; init; }

    public LinkSet Links { get; init; } = LinkSet.Plain;

    /// <summary>Of the draws of the links.</summary>
    public ulong LinkSeed { get; init; }
}

/// <summary>The addresses of the simulated hosts: the benchmarking range of RFC 2544, as the containers have it.</summary>
public static class AddressPlan
{
    private const uint InsideNetwork = 0xC612_0000, OutsideNetwork = 0xC613_0000, FirstHost = 10;

    public static Ipv4Address Nat { get; } = new(OutsideNetwork + 250);

    public static Ipv4Address Client(int client) => new(InsideNetwork + FirstHost + (uint)client);

    public static Ipv4Address Server(int server) => new(OutsideNetwork + FirstHost + (uint)server);
}
