using Chaos.Model;

namespace Chaos.Containers.Topologies;

/// <summary>
/// One container of a client host. A process may hold only so many descriptors and each flow is one, so a host with many flows becomes
/// several containers that share its network: one address for the NAT, as in every world.
/// </summary>
/// <param name="Client">The host's number.</param>
/// <param name="Share">Its place among the host's containers; the first makes the host's pressure.</param>
/// <param name="Shares">How many containers the host has.</param>
public sealed record ClientProcess(int Client, int Share, int Shares)
{
    /// <summary>Of the 20,000 descriptors that a process usually gets; the rest is for pressure.</summary>
    public const int FlowsPerProcess = 15_000;

    public string Name => Share == 0 ? $"client-{Client}" : $"client-{Client}-{Share}";

    /// <summary>The containers of all client hosts: the first of each host, then the others.</summary>
    /// <param name="flows">How many flows each host has.</param>
    public static IReadOnlyList<ClientProcess> Spread(IEnumerable<int> flows) =>
    [
        .. flows.SelectMany((count, client) =>
        {
            int shares = Math.Max(1, (count + FlowsPerProcess - 1) / FlowsPerProcess);
            return Enumerable.Range(0, shares).Select(share => new ClientProcess(client, share, shares));
        }).OrderBy(process => process.Share),
    ];

    /// <summary>What this container has to do of the whole traffic.</summary>
    public TrafficPlan PartOf(TrafficPlan traffic)
    {
        FlowPlan[] all = [.. traffic.Flows.Where(flow => flow.Client == Client)];
        // What is drawn while the run goes on must not meet what another container of the host draws.
        IEnumerable<ushort> drawnByOthers = Enumerable.Range(
            traffic.SourcePortMinimum, traffic.SourcePortMaximum - traffic.SourcePortMinimum + 1)
            .Where(port => port % Shares != Share).Select(port => (ushort)port);
        return traffic with
        {
            Flows = [.. all.Where((_, place) => place % Shares == Share)],
            Pressure = Share == 0 ? traffic.Pressure : [],
            ReservedPorts = [.. all.Where((_, place) => place % Shares != Share).Select(flow => flow.SourcePort).Union(drawnByOthers)],
        };
    }
}
