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
        int[] places = new int[flows.Count];
        foreach (FlowPlan flow in flows)
        {
            seen.TryGetValue(hostOf(flow), out places[flow.Number]);
            seen[hostOf(flow)] = places[flow.Number] + 1;
        }

        return places;
    }
}
