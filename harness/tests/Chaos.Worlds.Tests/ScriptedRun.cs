using System.Globalization;
using Chaos.Faults;
using Chaos.Model;
using Chaos.Traffic;

namespace Chaos.Worlds.Tests;

/// <summary>
/// A run without hosts: time jumps to each moment that is waited for, flows open when the test says, and every call is recorded.
/// </summary>
internal sealed class ScriptedRun(int flows) : IWorldRun
{
    private readonly List<string> calls = [];
    private int opened;

    public long Now { get; private set; }

    public long Lead { get; init; }

    public FlowLog Flows { get; } = new(flows);

    /// <summary>When all flows open.</summary>
    public long OpensAt { get; init; }

    /// <summary>A host fails at this moment.</summary>
    public long FailsAt { get; init; } = long.MaxValue;

    /// <summary>The table at a moment; null: none is reported.</summary>
    public Func<long, TableCounters?> Table { get; init; } = _ => null;

    /// <summary>What the world itself reports.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>How long an act takes.</summary>
    public long ActLength { get; init; }

    public IReadOnlyList<string> Calls => calls;

    public ValueTask OpenAsync(CancellationToken cancellation) => Note($"open");

    public ValueTask StartPressureAsync(long at, CancellationToken cancellation) => Note($"pressure {at}");

    public ValueTask SetZeroAsync(long zero, CancellationToken cancellation) => Note($"zero {zero}");

    public ValueTask StopAsync(long pressureAt, long trafficAt, CancellationToken cancellation) => Note($"stop {pressureAt} {trafficAt}");

    public ValueTask WaitUntilAsync(long moment, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Now = Math.Max(Now, Math.Min(moment, FailsAt));
        if (moment >= FailsAt) throw new WorldFailedException("a host is gone");
        for (; Now >= OpensAt && opened < flows; opened++) Flows.Opened(OpensAt, opened);
        return Note($"wait {moment}");
    }

    public ValueTask<TableObservation> ObserveAsync(CancellationToken cancellation) =>
        ValueTask.FromResult(new TableObservation(Now, Table(Now)));

    public ValueTask<(long At, FaultReport Report)> ActAsync(FaultOrder order, CancellationToken cancellation)
    {
        calls.Add(string.Create(CultureInfo.InvariantCulture, $"act {order.Number} {order.Phase} {Now}"));
        Now += ActLength;
        return ValueTask.FromResult((Now, new FaultReport(new Dictionary<string, long> { ["number"] = order.Number }, [])));
    }

    public ValueTask<RunOutcome> CollectAsync(bool isComplete, CancellationToken cancellation)
    {
        calls.Add($"collect {isComplete}");
        return ValueTask.FromResult(
            new RunOutcome { Flows = Flows, Warnings = Warnings, Invalidations = Now < FailsAt ? [] : ["a host is gone"] });
    }

    public ValueTask DisposeAsync() => Note($"dispose");

    private ValueTask Note(FormattableString call)
    {
        calls.Add(call.ToString(CultureInfo.InvariantCulture));
        return ValueTask.CompletedTask;
    }
}
