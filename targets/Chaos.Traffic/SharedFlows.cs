namespace Chaos.Traffic;

/// <summary>The flows of all hosts of one side in one table and on one set of timers: what the engines of a simulation share. A container's engine shares nothing.</summary>
public sealed class SharedFlows
{
    private readonly Side side;
    private readonly ILookup<int, FlowPlan> ofHost;
    private readonly Dictionary<int, int> firstOf = [];

    /// <param name="plan">The flows.</param>
    /// <param name="side">Whose hosts.</param>
    /// <param name="timers">May be those of the other side too.</param>
    public SharedFlows(TrafficPlan plan, Side side, FlowTimers timers)
    {
        this.side = side;
        Timers = timers;
        ofHost = plan.Flows.ToLookup(flow => flow.Host(side));
        Table = FlowTable.ByNumber(plan.Flows);
        int first = 0;
        foreach (IGrouping<int, FlowPlan> host in ofHost)
        {
            firstOf[host.Key] = first;
            first += host.Count();
        }
    }

    internal FlowTimers Timers { get; }

    internal FlowTable Table { get; }

    /// <summary>In the order of the plan.</summary>
    public IEnumerable<FlowPlan> Of(int host) => ofHost[host];

    /// <summary>Where the places of a host begin in the table: a client's are side by side, a server's are the flows' numbers.</summary>
    internal int FirstOf(int host) => side == Side.Client ? firstOf.GetValueOrDefault(host) : 0;
}
