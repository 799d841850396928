using Chaos.Model;

namespace Chaos.Traffic.Flows;

/// <summary>One table and one set of timers for the flows of all hosts of a side, shared by the engines of a simulation.</summary>
/// <remarks>An engine in a container has its own. <see cref="FlowTable"/> describes the parts and the index spaces.</remarks>
public sealed class SharedFlows
{
    private readonly Side side;
    private readonly ILookup<int, FlowPlan> flowsOfHost;
    private readonly Dictionary<int, int> firstTableIndexOfClient = [];

    /// <param name="plan">The flows.</param>
    /// <param name="side">The side of the hosts.</param>
    /// <param name="timers">Both sides may use the same timers.</param>
    public SharedFlows(TrafficPlan plan, Side side, FlowTimers timers)
    {
        this.side = side;
        Timers = timers;
        flowsOfHost = plan.Flows.ToLookup(flow => flow.Host(side));
        Table = FlowTable.IndexedByNumber(plan.Flows);
        int first = 0;
        foreach (IGrouping<int, FlowPlan> host in flowsOfHost)
        {
            firstTableIndexOfClient[host.Key] = first;
            first += host.Count();
        }
    }

    internal FlowTimers Timers { get; }

    internal FlowTable Table { get; }

    /// <summary>The flows of a host, in the order of the plan.</summary>
    public IEnumerable<FlowPlan> Of(int host) => flowsOfHost[host];

    /// <summary>The table index of local index 0. The flows of a client are contiguous; a server's indices are flow numbers.</summary>
    internal int FirstTableIndexOf(int host) => side == Side.Client ? firstTableIndexOfClient.GetValueOrDefault(host) : 0;
}
