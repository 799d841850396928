using Chaos.Faults;
using Chaos.Nat.Ledger;
using Chaos.Traffic;

namespace Chaos.Simulation;

/// <summary>What one repetition left behind. Times are nanoseconds since the epoch of the run.</summary>
public sealed record SimulationResult
{
    /// <summary>The moment t = 0.</summary>
    public required long Zero { get; init; }

    public required FlowLog Flows { get; init; }

    public required IReadOnlyList<Incident> Incidents { get; init; }

    public required IReadOnlyList<FaultRecord> Faults { get; init; }

    public required SimulationCounters Counters { get; init; }

    /// <summary>Messages of each watched flow, openings included, as (client sent, server received, server sent, client received).</summary>
    public required IReadOnlyList<(int ClientSent, int ServerReceived, int ServerSent, int ClientReceived)> Messages { get; init; }

    /// <summary>Of all packets: when, where, with which addresses and ports, in order.</summary>
    public required ulong Trace { get; init; }

    /// <summary>False: the warm-up `untilFull` met its bound before the map was full.</summary>
    public required bool WarmedUp { get; init; }
}

/// <summary>Totals of the table and of the node.</summary>
public sealed record SimulationCounters(
    long Evictions, long RestoredReverse, long RestoredOriginal, long AllocationFailures, long Packets, long PressureStarted, long PressureFailed, long PressureSkipped,
    long Refusals = 0);
