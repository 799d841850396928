using Chaos.Faults;
using Chaos.Nat.Ledger;
using Chaos.Runs;
using Chaos.Simulation;
using Chaos.Traffic;

namespace Chaos.Harness.Backends;

/// <summary>What one repetition left behind, whatever its world. Times are nanoseconds since the epoch of the run.</summary>
public sealed record RepetitionOutcome
{
    /// <summary>A note: the table was not full at t = 0.</summary>
    public const string NotWarmedUp = "the warm-up ended at its bound, before the map was full";

    /// <summary>The moment t = 0.</summary>
    public required long Zero { get; init; }

    public required FlowLog Flows { get; init; }

    /// <summary>How our NAT lost flows; empty on other targets.</summary>
    public required IReadOnlyList<Incident> Incidents { get; init; }

    /// <summary>As carried out: exactly as planned in the simulation, as it really was in containers.</summary>
    public required IReadOnlyList<FaultRecord> Faults { get; init; }

    public required SimulationCounters Counters { get; init; }

    /// <summary>The simulation's hash of all that happened; null in real time.</summary>
    public ulong? Trace { get; init; }

    /// <summary>When the repetition broke off; what was alive then is censored. Null: it went to its end.</summary>
    public long? StoppedAt { get; init; }

    /// <summary>Why this repetition says nothing about a NAT: a generator that fell behind, a container that died. Empty if it is sound.</summary>
    public required IReadOnlyList<string> Invalid { get; init; }

    /// <summary>What a reader should know although the repetition is sound.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Files for the run folder: the last of each container, if one failed.</summary>
    public IReadOnlyList<RunAttachment> Attachments { get; init; } = [];

    /// <summary>A repetition whose world did not come up.</summary>
    public static RepetitionOutcome NeverStarted(int flows, string reason) => new()
    {
        Zero = 0,
        Flows = new FlowLog(flows),
        Incidents = [],
        Faults = [],
        Counters = new SimulationCounters(0, 0, 0, 0, 0, 0, 0, 0),
        StoppedAt = 0,
        Invalid = [reason],
        Notes = [],
    };
}
