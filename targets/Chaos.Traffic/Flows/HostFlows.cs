using System.Runtime.CompilerServices;
using Chaos.Core;
using Chaos.Model;

namespace Chaos.Traffic.Flows;

/// <summary>The flows of one host in their table, and their timers: the part of the table that one engine handles.</summary>
/// <remarks>
/// A struct inside the engine, so that access needs no further indirection. <see cref="FlowTable"/> describes the index spaces.
/// </remarks>
internal readonly struct HostFlows
{
    private readonly FlowTable table;
    private readonly FlowSide[] sides;
    private readonly int[] localIndices;
    private readonly int host;
    private readonly int engineNumber;
    private readonly int firstTableIndex;

    /// <param name="plan">The plan of the run.</param>
    /// <param name="host">Client or server, from 0.</param>
    /// <param name="side">The side of the host.</param>
    /// <param name="shared">The flows of all hosts of the side; null: the host gets its own table and timers.</param>
    /// <param name="engineNumber">The number of the host's engine on shared timers.</param>
    public HostFlows(TrafficPlan plan, int host, Side side, SharedFlows? shared, int engineNumber)
    {
        this.host = host;
        this.engineNumber = engineNumber;
        FlowPlan[] flows = [.. shared?.Of(host) ?? plan.Flows.Where(flow => flow.Host(side) == host)];
        Timers = shared?.Timers ?? new FlowTimers();
        table = shared?.Table ?? OwnTable(plan, side, flows.Length);
        sides = table.Sides;
        firstTableIndex = shared?.FirstTableIndexOf(host) ?? 0;
        localIndices = [.. flows.Select((flow, index) => side == Side.Client ? index : flow.Number)];
        for (int index = 0; index < flows.Length; index++)
        {
            (FlowPlan flow, int localIndex) = (flows[index], localIndices[index]);
            SideTiming timing = table.TimingOf(flow, plan.Groups[flow.Group], side);
            table.Add(firstTableIndex + localIndex, new FlowSide(flow, timing, localIndex, host), flow);
            Schedule(ref At(localIndex));
        }
    }

    public FlowTimers Timers { get; }

    /// <summary>The local indices of all flows, in the order of the plan.</summary>
    public ReadOnlySpan<int> LocalIndices => localIndices;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref FlowSide At(int localIndex) => ref sides[firstTableIndex + localIndex];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FlowPlan PlanOf(in FlowSide flow) => table.PlanOf(firstTableIndex + flow.LocalIndex);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref SendIntervals IntervalsOf(in FlowSide flow) => ref table.IntervalsOf(firstTableIndex + flow.LocalIndex);

    /// <summary>Whether this server has a flow of that number, which may be any: it comes from the network.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(int flowNumber) => (uint)flowNumber < (uint)sides.Length && sides[flowNumber].BelongsTo(host);

    /// <summary>Begins a life of a flow: see <see cref="FlowTable.BeginLife"/>.</summary>
    public void BeginLife(in FlowSide flow, long at, ushort life) => table.BeginLife(firstTableIndex + flow.LocalIndex, at, life);

    /// <summary>See <see cref="FlowTable.LastArrivalOfFirstLife"/>.</summary>
    public long? LastArrivalOfFirstLife(int localIndex) => table.LastArrivalOfFirstLife(firstTableIndex + localIndex);

    /// <summary>Adds a timer for a flow unless an earlier one exists. A later one becomes stale.</summary>
    public void Schedule(ref FlowSide flow)
    {
        long wakeAt = flow.WakeAt;
        if (wakeAt >= flow.ScheduledAt) return;
        flow.ScheduledAt = wakeAt;
        Timers.Add(wakeAt, new DueFlow(engineNumber, flow.LocalIndex));
    }

    /// <summary>Adds a timer that has just expired again, for a later time.</summary>
    public void Postpone(ref FlowSide flow, long until)
    {
        flow.ScheduledAt = until;
        Timers.Add(until, new DueFlow(engineNumber, flow.LocalIndex));
    }

    /// <summary>Fetches the memory that a message of the flow needs.</summary>
    public void Prefetch(int localIndex)
    {
        int tableIndex = firstTableIndex + localIndex;
        if ((uint)tableIndex < (uint)sides.Length) CacheLines.Prefetch(ref sides[tableIndex]);
    }

    /// <summary>Fetches the memory that the flow's timer needs.</summary>
    public void PrefetchDue(int localIndex)
    {
        Prefetch(localIndex);
        CacheLines.Prefetch(ref table.IntervalsOf(firstTableIndex + localIndex));
    }

    private static FlowTable OwnTable(TrafficPlan plan, Side side, int flowsOfHost) =>
        side == Side.Client ? FlowTable.WithCapacity(flowsOfHost) : FlowTable.IndexedByNumber(plan.Flows);
}
