using Chaos.Faults;
using Chaos.Linux;
using Chaos.Nat;
using Chaos.Nat.Faults;
using Chaos.Nat.Ledger;
using Chaos.Nat.Maps;
using Chaos.Packets;
using Chaos.Packets.Links;
using Chaos.Traffic;

namespace Chaos.Simulation;

/// <summary>Runs one repetition in virtual time: single-threaded, no clock, no randomness but the seeds in the plan.</summary>
public sealed class Simulator
{
    /// <summary>From here on nearly all memory is in large arrays, to which the kernel gives large pages if it is asked before; below, they are moved to such.</summary>
    private const int ManyFlows = 50_000;

    private readonly SimulationOptions options;
    private readonly EventQueue queue = new();
    private readonly NatDatapath? datapath;
    private readonly NodeSite? site;
    private readonly ISimulatedTopology topology;
    private readonly NatNode node;
    private readonly Network network;
    private readonly List<ClientHost> clients = [];
    private readonly List<ServerHost> servers = [];
    private readonly FlowLog log;
    private readonly List<Incident> incidents = [];

    /// <param name="options">What to run.</param>
    /// <param name="observer">Hears what the flows do, besides the result; for tests.</param>
    /// <param name="engine">Where the NAT's maps live, the caller's to dispose; null: in this process.</param>
    public Simulator(SimulationOptions options, ITrafficObserver? observer = null, IMapEngine? engine = null)
    {
        this.options = options;
        if (options.Traffic.Flows.Count >= ManyFlows) ManagedHeap.TryPreferHugePages();
        else queue.OnLongRun = ManagedHeap.Collapse;
        log = new FlowLog(options.Traffic.Flows.Count);
        ITrafficObserver heard = observer is null ? log : new BothObservers(log, observer);
        network = new Network(queue);
        datapath = options.Nat is null ? null : NatDatapath.Create(options.Nat, engine ?? new OwnMapEngine());
        topology = options.Nat?.Services is { } services ? new NodePortTopology(options.Traffic, services) : new EgressTopology(options.Traffic);
        site = datapath is null ? null : new NodeSite(datapath);
        ReceiveSideScaling? scaling = options.SpreadsOverCpus ? new ReceiveSideScaling(options.Nat?.PossibleCpus ?? 1) : null;
        node = new NatNode(network, AddressPlan.Nat, datapath, site?.Gate ?? new NodeGate(), topology.PassesThrough, scaling);
        AddHosts(heard);
        LinkSet links = options.Links;
        List<NodeLink> connected = [];
        for (int client = 0; client < clients.Count; client++)
            connected.AddRange(Connect(clients[client], $"client-{client}", LinkSide.Clients, client, links.ClientToNode, links.NodeToClient));
        for (int server = 0; server < servers.Count; server++)
            connected.AddRange(Connect(servers[server], $"server-{server}", LinkSide.Servers, server, links.ServerToNode, links.NodeToServer));
        if (site is not null) site.Links = connected;
        foreach (EndpointHost host in clients.Concat<EndpointHost>(servers))
        {
            host.Gateway = node;
            host.Plan();
        }

        WatchFlows();
    }

    private void AddHosts(ITrafficObserver observer)
    {
        SharedFlows ofClients = new(options.Traffic, Side.Client, queue.Flows);
        SharedFlows? ofServers = null;
        for (int client = 0; client < options.Traffic.Clients; client++)
            clients.Add(new ClientHost(network, topology.Client(client), options.Traffic, client, topology.Destination, observer, ofClients));
        for (int server = 0; server < options.Traffic.Servers; server++)
        {
            TrafficPlan plan = topology.PlanOf(server);
            // Where any server may serve any flow, each has a side of its own of them all.
            SharedFlows flows = ReferenceEquals(plan, options.Traffic) ? ofServers ??= new SharedFlows(plan, Side.Server, queue.Flows) : new SharedFlows(plan, Side.Server, queue.Flows);
            servers.Add(new ServerHost(network, topology.Server(server), plan, server, observer, flows));
        }
    }

    private NodeLink[] Connect(EndpointHost host, string name, LinkSide side, int number, LinkConditions up, LinkConditions down)
    {
        host.Uplink = network.Connect(up, options.LinkSeed, $"{name}/up");
        host.Downlink = network.Connect(down, options.LinkSeed, $"{name}/down");
        return
        [
            new NodeLink(side, number, host.Address, LinkDirection.ToNode, host.Uplink, up),
            new NodeLink(side, number, host.Address, LinkDirection.FromNode, host.Downlink, down),
        ];
    }

    /// <exception cref="OperationCanceledException">Cancelled; nothing is kept.</exception>
    public SimulationResult Run(CancellationToken cancellation)
    {
        OpenFlows(cancellation);
        bool warmedUp = WarmUp(cancellation);
        long zero = queue.Now;
        long end = zero + options.Phases.Duration;
        long stopAt = end + options.Phases.Tail;
        foreach (ClientHost client in clients) client.Traffic.StopPressure(end);
        foreach (TrafficEngine engine in clients.Select(host => host.Traffic).Concat<TrafficEngine>(servers.Select(host => host.Traffic)))
            engine.StopAt(stopAt);
        IReadOnlyList<FaultRecord> faults = site is null ? [] : new FaultRunner(options, queue, site, clients, servers, log).Run(zero, cancellation);
        queue.RunUntil(end, cancellation);
        datapath?.Map.NoteLosses(end);
        queue.RunUntil(stopAt + RunPhases.Drain, cancellation);
        return new SimulationResult
        {
            Zero = zero,
            Flows = log,
            Incidents = incidents,
            Faults = faults,
            Counters = Count(),
            Messages = CountMessages(),
            WarmedUp = warmedUp,
            Trace = network.Trace,
        };
    }

    private void WatchFlows()
    {
        if (datapath is null) return;
        datapath.Ledger.IncidentSink = incidents.Add;
        foreach (FlowPlan flow in options.Traffic.Flows) datapath.Ledger.Watch(flow.Number, topology.Connection(flow));
    }

    private void OpenFlows(CancellationToken cancellation)
    {
        long until = options.Phases.OpenUntil;
        queue.RunUntil(until, cancellation);
        // An opening that is not answered is refused after its patience, so this ends.
        while (log.Decided < options.Traffic.Flows.Count) queue.RunUntil(until += RunPhases.PollInterval, cancellation);
    }

    private bool WarmUp(CancellationToken cancellation)
    {
        long start = queue.Now;
        foreach (ClientHost client in clients)
        {
            client.Traffic.StartPressure(start);
            client.Plan();
        }

        if (options.Phases.WarmUp is not null || options.Traffic.Pressure.Count == 0 || datapath is null)
        {
            queue.RunUntil(start + (options.Phases.WarmUp ?? options.Phases.ExpectedFill), cancellation);
            return true;
        }

        while (!datapath.Map.HasBeenFull)
        {
            if (queue.Now - start >= options.Phases.WarmUpLimit) return false;
            queue.RunUntil(queue.Now + RunPhases.PollInterval, cancellation);
        }

        return true;
    }

    private SimulationCounters Count() => new(
        datapath?.Map.Evictions ?? 0,
        datapath?.Map.RestoredReverse ?? 0,
        datapath?.Map.RestoredOriginal ?? 0,
        datapath?.Counters.AllocationFailures ?? 0,
        node.Packets,
        clients.Sum(host => host.Traffic.Pressure.Started),
        clients.Sum(host => host.Traffic.Pressure.Failed),
        clients.Sum(host => host.Traffic.Pressure.Skipped),
        datapath?.Map.Refusals ?? 0);

    /// <summary>Host by host, as they lie in memory. Behind a node port any server may have served a flow, and several may have in turn.</summary>
    private (int ClientSent, int ServerReceived, int ServerSent, int ClientReceived)[] CountMessages()
    {
        var messages = new (int ClientSent, int ServerReceived, int ServerSent, int ClientReceived)[options.Traffic.Flows.Count];
        foreach (ClientHost client in clients)
        {
            foreach (MessageCount count in client.Traffic.Counts()) (messages[count.Flow].ClientSent, messages[count.Flow].ClientReceived) = (count.Sent, count.Received);
        }

        foreach (ServerHost server in servers)
        {
            foreach (MessageCount count in server.Traffic.Counts())
            {
                messages[count.Flow].ServerSent += count.Sent;
                messages[count.Flow].ServerReceived += count.Received;
            }
        }

        return messages;
    }
}
