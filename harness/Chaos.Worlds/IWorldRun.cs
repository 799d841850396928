using Chaos.Faults;
using Chaos.Model;
using Chaos.Traffic;

namespace Chaos.Worlds;

/// <summary>
/// The hosts of one run, and what a <see cref="Runner"/> asks of them. Moments are nanoseconds since the run's epoch, when flows begin to
/// open.
/// </summary>
/// <remarks>Each call may throw <see cref="WorldFailedException"/>: a host is gone. The runner then collects what there is.</remarks>
public interface IWorldRun : IAsyncDisposable
{
    long Now { get; }

    /// <summary>How far ahead a moment must be announced so that every host knows of it in time.</summary>
    long Lead { get; }

    /// <summary>What has become of the flows so far.</summary>
    FlowLog Flows { get; }

    /// <summary>Packets on the wires so far; 0 where nobody counts them before the end.</summary>
    long Packets => 0;

    /// <summary>Time begins: flows open at their planned moments.</summary>
    ValueTask OpenAsync(CancellationToken cancellation);

    /// <summary>Announces when the pressure starts.</summary>
    ValueTask StartPressureAsync(long at, CancellationToken cancellation);

    /// <summary>Announces t = 0, which may be just over: short flows that start from then on are counted as the run's.</summary>
    ValueTask SetZeroAsync(long zero, CancellationToken cancellation);

    /// <summary>Announces when no new short flow starts any more, and when all traffic ends.</summary>
    ValueTask StopAsync(long pressureAt, long trafficAt, CancellationToken cancellation);

    /// <summary>Returns when everything up to and including a moment has happened.</summary>
    ValueTask WaitUntilAsync(long moment, CancellationToken cancellation);

    /// <summary>The table, and when it was looked at; null where the target reports none.</summary>
    ValueTask<TableObservation> ObserveAsync(CancellationToken cancellation);

    /// <summary>Carries one act of a fault out, and returns when it was done and what came of it.</summary>
    ValueTask<(long At, FaultReport Report)> ActAsync(FaultOrder order, CancellationToken cancellation);

    /// <summary>What the world saw. Flows, faults and t = 0 are the runner's to add.</summary>
    /// <param name="isComplete">False: a host is gone, so that nobody need wait for the last reports.</param>
    /// <param name="cancellation">Ends the wait for the last reports.</param>
    ValueTask<RunOutcome> CollectAsync(bool isComplete, CancellationToken cancellation);
}

/// <summary>A look at the table.</summary>
/// <param name="At">When.</param>
/// <param name="Table">Null: the target reports none.</param>
public readonly record struct TableObservation(long At, TableCounters? Table);
