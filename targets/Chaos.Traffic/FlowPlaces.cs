namespace Chaos.Traffic;

/// <summary>Of each flow, by its number: which one it is of its client's, and which one of its server's. Instead of a dictionary in each host.</summary>
internal sealed class FlowPlaces
{
    private readonly int[] amongClients, amongServers;

    public FlowPlaces(IReadOnlyList<FlowPlan> flows)
    {
        amongClients = Count(flows, flow => flow.Client);
        amongServers = Count(flows, flow => flow.Server);
    }

    public ReadOnlyMemory<int> AmongClients => amongClients;

    public ReadOnlyMemory<int> AmongServers => amongServers;

    private static int[] Count(IReadOnlyList<FlowPlan> flows, Func<FlowPlan, int> hostOf)
    {
        Dictionary<int, int> seen = [];
        // A container has only its own part of the plan, under the numbers of the whole.
        int[] places = new int[flows.Count == 0 ? 0 : 1 + flows.Max(flow => flow.Number)];
        foreach (FlowPlan flow in flows)
        {
            seen.TryGetValue(hostOf(flow), out places[flow.Number]);
            seen[hostOf(flow)] = places[flow.Number] + 1;
        }

        return places;
    }
}
