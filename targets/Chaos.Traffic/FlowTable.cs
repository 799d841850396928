namespace Chaos.Traffic;

/// <summary>One side of watched flows, each at its place: what every packet needs in one array, what openings and draws need in others.</summary>
/// <remarks>
/// Among thousands of flows each packet finds its flow's memory cold. The engines of a simulation share a table a side: one large array, which the kernel
/// gives large pages. On the servers' the places are the flows' numbers: a message names its flow, so nothing has to be looked up on the way to it.
/// </remarks>
internal sealed class FlowTable
{
    private readonly FlowPlan?[] plans;
    private readonly Rhythm[] rhythms;
    private readonly Dictionary<int, FlowShape> shapes = [];

    private FlowTable(int places)
    {
        Sides = new FlowSide[places];
        plans = new FlowPlan?[places];
        rhythms = new Rhythm[places];
    }

    public FlowSide[] Sides { get; }

    /// <summary>The numbers are the places; a part of a plan has those of the whole.</summary>
    public static FlowTable ByNumber(IReadOnlyList<FlowPlan> flows) => new(flows.Count == 0 ? 0 : 1 + flows.Max(flow => flow.Number));

    public static FlowTable WithPlaces(int places) => new(places);

    public FlowPlan PlanOf(int place) => plans[place]!;

    public ref Rhythm RhythmOf(int place) => ref rhythms[place];

    /// <summary>A flow takes its place, at the beginning of its first life.</summary>
    public void Put(int place, in FlowSide flow, FlowPlan plan)
    {
        plans[place] = plan;
        Sides[place] = flow;
        BeginAnew(place, plan.OpenAt, life: 0);
    }

    /// <summary>A client plans to open the flow (again) at <paramref name="at"/>; a server has heard that it did.</summary>
    public void BeginAnew(int place, long at, ushort life)
    {
        ref FlowSide flow = ref Sides[place];
        ref Rhythm rhythm = ref rhythms[place];
        rhythm = new Rhythm(PlanOf(place), flow.Shape.Side, life);
        flow.BeginAnew(at, life, rhythm.First(flow.Shape, at));
    }

    /// <summary>One for all flows of a group that have no periods of their own.</summary>
    public FlowShape ShapeOf(FlowPlan flow, GroupPlan group, Side side)
    {
        if (!FlowShape.IsTheGroups(flow)) return new FlowShape(group, flow, side);
        if (!shapes.TryGetValue(flow.Group, out FlowShape? shape)) shapes[flow.Group] = shape = new FlowShape(group, flow, side);
        return shape;
    }
}
