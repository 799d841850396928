using System.Threading.Channels;
using Chaos.Containers.Images;
using Chaos.Control;
using Docker.DotNet;
using Docker.DotNet.Models;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using DotNet.Testcontainers.Images;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chaos.Containers.Topologies;

/// <summary>Creates the networks and containers of one topology, attaches to each before it starts, and configures it.</summary>
internal sealed class TopologyBuilder(
    DockerEngine engine, TopologyOptions options, ProgramImages images, string run, ChannelWriter<ProgramEvent> events)
{
    private const string NodeName = "node";

    /// <summary>As Kubernetes numbers them: from 30000 on.</summary>
    private const int FirstNodePort = 30_001;

    private readonly Lock attaching = new();
    private readonly List<ContainerProgram> attached = [];
    private SubnetPair subnets;

    private readonly IReadOnlyList<ClientProcess> clients = ClientProcess.Spread(
        Enumerable.Range(0, options.Traffic.Clients).Select(client => options.Traffic.Flows.Count(flow => flow.Client == client)));

    private bool HasNodePort => options is { NodePort: true, Nat: not null };

    /// <summary>Client containers.</summary>
    public int Clients => clients.Count;

    public IReadOnlyList<ContainerProgram> ProgramsOfClient(int client) =>
        [.. clients.Zip(Programs.Skip(1)).Where(pair => pair.First.Client == client).Select(pair => pair.Second)];

    public string EgressAddress => subnets.Egress;

    /// <summary>The node, the clients, the servers.</summary>
    public IReadOnlyList<ContainerProgram> Programs { get; private set; } = [];

    public async Task BuildAsync(CancellationToken cancellation)
    {
        NetworkPair networks = await NetworkPair.CreateAsync(engine, run, cancellation);
        subnets = networks.Subnets;
        cancellation.ThrowIfCancellationRequested();
        List<Task<ContainerProgram>> starting =
        [
            StartAsync(NodeName, images.Node, NodeSettings(networks), networks.Outside),
            .. clients.Where(client => client.Share == 0).Select(client =>
                StartAsync(client.Name, images.Endpoint, EndpointSettings(networks.Inside, subnets.Client(client.Client)))),
            .. Enumerable.Range(0, options.Traffic.Servers).Select(server =>
                StartAsync($"server-{server}", images.Endpoint, EndpointSettings(networks.Outside, subnets.Server(server)))),
        ];
        // All of them, also when one fails: what is still being created could not be found and removed.
        ContainerProgram[] hosts = await Task.WhenAll(starting);
        cancellation.ThrowIfCancellationRequested();
        ContainerProgram[] more = await Task.WhenAll(clients.Where(client => client.Share > 0).Select(client =>
            StartAsync(client.Name, images.Endpoint, EndpointSettings($"container:{hosts[1 + client.Client].Id}", subnets.Client(client.Client)))));
        Programs = [.. hosts.Take(1 + options.Traffic.Clients), .. more, .. hosts.Skip(1 + options.Traffic.Clients)];
        cancellation.ThrowIfCancellationRequested();
        await ConfigureAsync(cancellation);
    }

    public async Task CloseAsync()
    {
        foreach (ContainerProgram program in attached) await program.DisposeAsync();
    }

    /// <summary>What a client or server will hold open for its watched flows: each flow, at a server only TCP.</summary>
    public int DescriptorsOf(ContainerProgram program)
    {
        int place = Programs.ToList().IndexOf(program) - 1;
        return place < Clients
            ? clients[place].PartOf(options.Traffic).Flows.Count
            : options.Traffic.Flows.Count(flow => flow.Server == place - Clients && options.Traffic.Groups[flow.Group].Transport == Transport.Tcp);
    }

    private ContainerSettings NodeSettings(NetworkPair networks) => new()
    {
        Network = networks.Inside,
        Address = subnets.NodeInside,
        Role = options.Nat is null ? ContainerRole.Router : ContainerRole.NatNode,
        KeepsPackets = options.KeepPackets,
        MapSize = options.Nat?.MapSize ?? 0,
    };

    private static ContainerSettings EndpointSettings(string network, string address) => new() { Network = network, Address = address, Role = ContainerRole.Endpoint };

    private async Task<ContainerProgram> StartAsync(string name, string image, ContainerSettings settings, string? secondNetwork = null)
    {
        IContainer container = new ContainerBuilder(image)
            .WithName($"{run}-{name}")
            .WithLabel(RunLabels.For(run))
            .WithLogger(NullLogger.Instance)
            .WithImagePullPolicy(PullPolicy.Never)
            .WithCreateParameterModifier(settings.Apply)
            .Build();
        ContainerProgram? program = null;
        // Between create and start, which is the one moment to attach without losing a line; the event is synchronous.
        container.Created += (_, _) => program = ConnectAsync(name, container.Id, settings.Address, secondNetwork).GetAwaiter().GetResult();
        try
        {
            await container.StartAsync(CancellationToken.None);
        }
        catch (DockerApiException error)
        {
            throw new TopologyException($"{name} did not start: {error.ResponseBody ?? error.Message}", error);
        }
        return program ?? throw new TopologyException($"{name} was not created");
    }

    private async Task<ContainerProgram> ConnectAsync(string name, string id, string address, string? secondNetwork)
    {
        if (secondNetwork is not null)
        {
            await engine.Client.Networks.ConnectNetworkAsync(secondNetwork, new NetworkConnectParameters
            {
                Container = id,
                EndpointConfig = ContainerSettings.EndpointAt(subnets.NodeOutside),
            });
        }
        ContainerProgram program = await ContainerProgram.AttachAsync(engine, name, address, id, events);
        lock (attaching) attached.Add(program);
        return program;
    }

    private async Task ConfigureAsync(CancellationToken cancellation)
    {
        await Programs[0].SendAsync(NodeConfiguration(), cancellation);
        foreach ((ClientProcess client, ContainerProgram program) in clients.Zip(Programs.Skip(1)))
            await program.SendAsync(EndpointConfiguration(EndpointRole.Client, client.Client, client.PartOf(options.Traffic)), cancellation);
        for (int server = 0; server < options.Traffic.Servers; server++)
        {
            int index = server;
            // Behind a node port any server may be picked for any flow.
            IEnumerable<FlowDescription> flows = HasNodePort
                ? options.Traffic.Flows.Select(flow => flow with { Server = index })
                : options.Traffic.Flows.Where(flow => flow.Server == index);
            TrafficDescription part = options.Traffic with { Flows = [.. flows] };
            await Programs[1 + Clients + index].SendAsync(EndpointConfiguration(EndpointRole.Server, index, part), cancellation);
        }
    }

    private ConfigureNode NodeConfiguration() => new()
    {
        InsideAddress = subnets.NodeInside,
        OutsideAddress = subnets.NodeOutside,
        InsideGateway = subnets.InsideGateway,
        OutsideGateway = subnets.OutsideGateway,
        EgressAddress = subnets.Egress,
        Nat = options.Nat,
        KeepPackets = options.KeepPackets,
        Services = Services(),
        Links = new LinkSettings(
            [.. Enumerable.Range(0, options.Traffic.Clients).Select(subnets.Client)], [.. Enumerable.Range(0, options.Traffic.Servers).Select(subnets.Server)],
            options.Links, options.LinkSeed),
        Watched = options.Nat is null ? [] : [.. options.Traffic.Flows.Select(Watch)],
    };

    /// <summary>One for each server port and transport, with every server behind it.</summary>
    private IReadOnlyList<ServiceDescription> Services() => !HasNodePort ? [] :
    [
        .. from transport in Enum.GetValues<Transport>()
           from place in Enumerable.Range(0, options.Traffic.ServerPorts.Count)
           select new ServiceDescription(
               transport, subnets.Frontend, NodePortOf(place),
               [.. Enumerable.Range(0, options.Traffic.Servers).Select(subnets.Server)], options.Traffic.ServerPorts[place]),
    ];

    private static ushort NodePortOf(int place) => (ushort)(FirstNodePort + place);

    private WatchedConnection Watch(FlowDescription flow) => new(
        flow.Number, options.Traffic.Groups[flow.Group].Transport, subnets.Client(flow.Client), flow.SourcePort,
        HasNodePort ? subnets.Frontend : subnets.Server(flow.Server), HasNodePort ? NodePortOf(options.Traffic.ServerPorts.ToList().IndexOf(flow.ServerPort)) : flow.ServerPort);

    private ConfigureEndpoint EndpointConfiguration(EndpointRole role, int index, TrafficDescription part) => new()
    {
        Role = role,
        Index = index,
        Address = role == EndpointRole.Client ? subnets.Client(index) : subnets.Server(index),
        ServerAddresses = [.. Enumerable.Range(0, options.Traffic.Servers).Select(server => HasNodePort ? subnets.Frontend : subnets.Server(server))],
        NodePorts = HasNodePort ? [.. options.Traffic.ServerPorts.Select((_, place) => NodePortOf(place))] : [],
        Traffic = part,
        Trace = options.Trace,
    };
}
