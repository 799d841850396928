using Chaos.Packets.Links;

namespace Chaos.Scenarios;

/// <summary>One scenario, or one cell of it after the matrix was applied: every value checked, every default filled in.</summary>
public sealed record Scenario
{
    public required string Name { get; init; }

    /// <summary>The question that the scenario asks, one sentence; empty if the file has none.</summary>
    public required string Question { get; init; }

    public required TopologyKind Topology { get; init; }

    /// <summary>Client hosts, at least 1.</summary>
    public required int Clients { get; init; }

    /// <summary>Server hosts, at least 1.</summary>
    public required int Servers { get; init; }

    /// <summary>Listening ports on each server, for each protocol, at least 1.</summary>
    public required int PortsPerServer { get; init; }

    public required PortRange SourcePorts { get; init; }

    public required WarmUp WarmUp { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>The last part of the duration, without faults.</summary>
    public required TimeSpan Heal { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>Independent seeds per cell: the unit of statistics.</summary>
    public required int Repetitions { get; init; }

    /// <summary>True: the scenario says itself that its table is under no pressure, so an expectation may pass without an eviction.</summary>
    public required bool Roomy { get; init; }

    /// <summary>Run the control arm on the docker backend.</summary>
    public required bool Control { get; init; }

    public required NatSettings Nat { get; init; }

    public required LinkSet Links { get; init; }

    public required IReadOnlyList<FlowGroup> Flows { get; init; }

    public required IReadOnlyList<PressureGroup> Pressure { get; init; }

    /// <summary>In file order.</summary>
    public required IReadOnlyList<ScheduledFault> Faults { get; init; }

    /// <summary>From t = 0: nothing begins from then on, and what lasts ends.</summary>
    public TimeSpan EndOfFaults => Duration - Heal;

    public required IReadOnlyList<Expectation> Expect { get; init; }
}

/// <summary>Who stands on which side of the NAT.</summary>
public enum TopologyKind
{
    /// <summary>Clients inside, servers outside.</summary>
    Egress,

    /// <summary>Clients outside, which come to the node's ports; the servers are pods inside.</summary>
    NodePort,
}

/// <summary>Ports, both ends included.</summary>
public readonly record struct PortRange(ushort Minimum, ushort Maximum)
{
    public int Count => Maximum - Minimum + 1;

    public override string ToString() => $"{Minimum}-{Maximum}";
}

/// <summary>What has to happen, after all flows are open, before t = 0.</summary>
public enum WarmUpKind
{
    None,

    /// <summary>Churn fills the table once, so that real, stale entries stand in it: until the first eviction.</summary>
    UntilFull,

    /// <summary>Pressure runs for a stated time.</summary>
    Fixed,
}

/// <summary><paramref name="Length"/> counts only for <see cref="WarmUpKind.Fixed"/>.</summary>
public readonly record struct WarmUp(WarmUpKind Kind, TimeSpan Length);
