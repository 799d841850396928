using Chaos.Model;
using Chaos.Scenarios.Expectations;

namespace Chaos.Scenarios;

/// <summary>One scenario, or one cell of it after the matrix was applied: every value checked, every default filled in.</summary>
public sealed record Scenario
{
    public required string Name { get; init; }

    /// <summary>The question that the scenario asks, one sentence; empty if the file has none.</summary>
    public required string Question { get; init; }

    /// <summary>The name of its world; null: what the caller says.</summary>
    public string? Backend { get; init; }

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

    /// <summary>What the scenario says of repetitions.</summary>
    public required RepetitionRule Repeat { get; init; }

    /// <summary>How long to repeat where it is until all is decided; null: the scenario does not say.</summary>
    public required TimeSpan? Budget { get; init; }

    /// <summary>Independent seeds per cell: the unit of statistics. The fewest, where cells repeat until all is decided.</summary>
    public int Repetitions => Repeat.Count ?? RepetitionRule.Usual;

    /// <summary>Cells repeat until every expectation is decided: on demand, and where there are expectations and no number.</summary>
    public bool RepeatsUntilDecided => Repeat.Auto || (Repeat.Count is null && Expect.Count > 0);

    /// <summary>
    /// True: the scenario says itself that its table is under no pressure, so an expectation may pass without an eviction.
    /// </summary>
    public required bool Roomy { get; init; }

    /// <summary>Run the control arm: in containers always, in the simulation where links or faults could kill without a NAT.</summary>
    public required bool Control { get; init; }

    /// <summary>What is between the hosts: the name of a target.</summary>
    public required string Target { get; init; }

    /// <summary>Packets are spread over the possible CPUs by receive-side scaling; else one CPU handles all.</summary>
    public required bool Rss { get; init; }

    public required NatOptions Nat { get; init; }

    public required LinkSet Links { get; init; }

    public required IReadOnlyList<FlowGroup> Flows { get; init; }

    /// <summary>Their seeds are those of a repetition: 0 here.</summary>
    public required IReadOnlyList<PressurePlan> Pressure { get; init; }

    /// <summary>In file order.</summary>
    public required IReadOnlyList<ScheduledFault> Faults { get; init; }

    /// <summary>From t = 0: nothing begins from then on, and what lasts ends.</summary>
    public TimeSpan EndOfFaults => Duration - Heal;

    public required IReadOnlyList<Expectation> Expect { get; init; }
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
