using Chaos.Faults;
using Chaos.Model;
using Chaos.Nat;
using Chaos.Nat.Faults;
using Chaos.Packets;
using Chaos.Traffic;
using Chaos.Traffic.Flows;
using Chaos.Worlds;

namespace Chaos.Simulation.Hosts;

/// <summary>The node, the clients and the servers of one run, and the links between them.</summary>
internal sealed class SimulatedHosts
{
    private readonly RunPlan plan;
    private readonly NetworkPlan addresses;
    private readonly EventQueue queue;
    private readonly Network network;
    private readonly NatNode node;
    private readonly List<SimulatedClient> clients = [];
    private readonly List<SimulatedServer> servers = [];

    public SimulatedHosts(
        RunPlan plan, NetworkPlan addresses, EventQueue queue, INatDatapath? datapath, NodeSite site, ITrafficObserver observer)
    {
        this.plan = plan;
        this.addresses = addresses;
        this.queue = queue;
        network = new Network(queue);
        ReceiveSideScaling? scaling = plan.SpreadsOverCpus ? new ReceiveSideScaling(plan.Nat.Map.PossibleCpus) : null;
        node = new NatNode(network, addresses, datapath, site.Gate, scaling);
        AddHosts(observer);
        site.Links = Connect();
        foreach (SimulatedEndpoint host in Endpoints)
        {
            host.Gateway = node;
            host.Plan();
        }
    }

    public IReadOnlyList<SimulatedClient> Clients => clients;

    public IEnumerable<TrafficEngine> Engines => Endpoints.Select(host => host.Engine);

    /// <summary>The hash of everything that has arrived so far.</summary>
    public ulong Trace => network.Trace;

    private IEnumerable<SimulatedEndpoint> Endpoints => clients.Concat<SimulatedEndpoint>(servers);

    /// <summary>The hosts that carry a fault out.</summary>
    public IEnumerable<IPeerSite> PeersOf(PeerFault fault)
    {
        IReadOnlyList<IPeerSite> all = fault.IsOfServers() ? servers : clients;
        return fault.Host is { } host ? [all[host]] : all;
    }

    /// <summary>Packets that the node handled.</summary>
    public long Packets => node.Packets;

    public IReadOnlyList<NewcomerGroup> CountNewcomers() => NewcomerGroup.Merge(clients.SelectMany(host => host.Traffic.Newcomers));

    /// <summary>
    /// Host by host, as they are in memory. Behind a node port any server may have served a flow, and several may have in turn.
    /// </summary>
    public FlowMessages[] CountMessages()
    {
        FlowMessages[] messages = new FlowMessages[plan.Traffic.Flows.Count];
        foreach (MessageCount count in clients.SelectMany(client => client.Traffic.Counts()))
            messages[count.Flow].Add(Side.Client, count);
        foreach (MessageCount count in servers.SelectMany(server => server.Traffic.Counts()))
            messages[count.Flow].Add(Side.Server, count);
        return messages;
    }

    private void AddHosts(ITrafficObserver observer)
    {
        TrafficPlan traffic = plan.Traffic;
        SharedFlows ofClients = new(traffic, Side.Client, queue.Flows);
        SharedFlows? ofServers = null;
        for (int client = 0; client < traffic.Clients; client++)
            clients.Add(new SimulatedClient(network, addresses, traffic, client, observer, ofClients));
        for (int server = 0; server < traffic.Servers; server++)
        {
            TrafficPlan own = addresses.PlanOf(server, traffic);
            // Where any server may serve any flow, each has a side of its own of them all.
            SharedFlows flows = ReferenceEquals(own, traffic)
                ? ofServers ??= new SharedFlows(own, Side.Server, queue.Flows)
                : new SharedFlows(own, Side.Server, queue.Flows);
            servers.Add(new SimulatedServer(network, addresses.Server(server), own, server, observer, flows));
        }
    }

    private IReadOnlyList<NodeLink> Connect()
    {
        IReadOnlyList<NodeLink> links = NodeLinks.Of(addresses, plan.Links, conditions => conditions);
        foreach (NodeLink link in links)
        {
            SimulatedEndpoint host = link.Side == LinkSide.Clients ? clients[link.Host] : servers[link.Host];
            if (link.Direction == LinkDirection.ToNode) host.Uplink = link.Link;
            else host.Downlink = link.Link;
        }

        network.Links = links;
        return links;
    }
}
