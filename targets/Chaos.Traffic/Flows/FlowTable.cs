using Chaos.Model;

namespace Chaos.Traffic.Flows;

/// <summary>The watched flows of one side, in arrays: of one engine, or of all engines of a side that share their flows.</summary>
/// <remarks>
/// <para>
/// With thousands of flows, the memory of a flow is rarely in the CPU cache when its packet arrives. The data is split by use:
/// <see cref="FlowSide"/> holds what each packet needs, <see cref="SideTiming"/> what many flows have in common,
/// <see cref="SendIntervals"/> and <see cref="FlowPlan"/> what only draws and openings need. <see cref="FlowTimers"/> hold the due
/// times. <see cref="HostFlows"/> is the part of the table that one engine handles; <see cref="SharedFlows"/> is one table and one set
/// of timers for all engines of a side. One large array also gets large pages from the kernel.
/// </para>
/// <para>Five numbers identify a flow or its owner:</para>
/// <list type="bullet">
/// <item>Flow number: the flow in the plan of the run. Messages carry it.</item>
/// <item>Table index: the flow in the arrays of this table.</item>
/// <item>
/// Local index: the flow in one engine. The table index is the engine's first table index plus the local index. A client counts its flows
/// from 0, in the order of the plan. A server starts at table index 0 and uses the flow number for both, so a message needs no lookup.
/// </item>
/// <item>Engine number: the engine on timers that several engines share.</item>
/// <item>Socket number: a socket of one client. A watched flow's is its local index; those of short flows follow.</item>
/// </list>
/// </remarks>
internal sealed class FlowTable
{
    private readonly FlowPlan?[] plans;
    private readonly SendIntervals[] intervals;
    private readonly Dictionary<int, SideTiming> timingOfGroup = [];

    /// <summary>The last arrival in the first life of flows that are in a later one, by table index.</summary>
    private readonly Dictionary<int, long?> lastArrivalsOfFirstLives = [];

    private FlowTable(int capacity)
    {
        Sides = new FlowSide[capacity];
        plans = new FlowPlan?[capacity];
        intervals = new SendIntervals[capacity];
    }

    /// <summary>By table index.</summary>
    public FlowSide[] Sides { get; }

    /// <summary>Large enough for flow numbers as table indices; a part of a plan has the flow numbers of the whole plan.</summary>
    public static FlowTable IndexedByNumber(IReadOnlyList<FlowPlan> flows) =>
        new(flows.Count == 0 ? 0 : 1 + flows.Max(flow => flow.Number));

    public static FlowTable WithCapacity(int flows) => new(flows);

    public FlowPlan PlanOf(int tableIndex) => plans[tableIndex]!;

    public ref SendIntervals IntervalsOf(int tableIndex) => ref intervals[tableIndex];

    /// <summary>Stores a flow and begins its first life.</summary>
    public void Add(int tableIndex, in FlowSide flow, FlowPlan plan)
    {
        plans[tableIndex] = plan;
        Sides[tableIndex] = flow;
        BeginLife(tableIndex, plan.OpenAt, life: 0);
    }

    /// <summary>Begins a life with its own draws: a client opens the flow at <paramref name="at"/>, a server got the hello then.</summary>
    public void BeginLife(int tableIndex, long at, ushort life)
    {
        ref FlowSide flow = ref Sides[tableIndex];
        if (life > 0 && flow.Life == 0) lastArrivalsOfFirstLives[tableIndex] = flow.LastArrival;
        ref SendIntervals drawn = ref intervals[tableIndex];
        drawn = new SendIntervals(PlanOf(tableIndex), flow.Timing.Side, life);
        flow.BeginLife(at, life, drawn.First(flow.Timing, at));
    }

    /// <summary>When the last message of the first life arrived; null: none did.</summary>
    public long? LastArrivalOfFirstLife(int tableIndex) => Sides[tableIndex] is { Life: 0 } first
        ? first.LastArrival : lastArrivalsOfFirstLives[tableIndex];

    /// <summary>The timing of a flow: that of its group, or its own if it has own periods.</summary>
    public SideTiming TimingOf(FlowPlan flow, GroupPlan group, Side side)
    {
        if (!SideTiming.IsShared(flow)) return new SideTiming(group, flow, side);
        if (!timingOfGroup.TryGetValue(flow.Group, out SideTiming? timing))
            timingOfGroup[flow.Group] = timing = new SideTiming(group, flow, side);
        return timing;
    }
}
