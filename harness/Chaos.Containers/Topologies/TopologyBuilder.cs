using System.Threading.Channels;
using Chaos.Containers.Images;
using Chaos.Control;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Chaos.Containers.Topologies;

/// <summary>Creates the networks and containers of one topology, attaches to each before it starts, and tells it its part.</summary>
internal sealed class TopologyBuilder(
    DockerEngine engine, TopologyGround ground, TopologyOptions options, ProgramImages images, ChannelWriter<ProgramEvent> events)
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
        NetworkPair networks = await ground.NetworksAsync(cancellation);
        subnets = networks.Subnets;
        cancellation.ThrowIfCancellationRequested();
        List<Task<ContainerProgram>> starting =
        [
            StartAsync(NodeName, images.Node, NodeSettings(networks), NodeConfiguration(), networks.Outside),
            .. clients.Where(client => client.Share == 0).Select(client => StartClientAsync(client, networks.Inside)),
            .. Enumerable.Range(0, options.Traffic.Servers).Select(server => StartServerAsync(server, networks.Outside)),
        ];
        // All of them, also when one fails: what is still being created could not be found and removed.
        ContainerProgram[] hosts = await Task.WhenAll(starting);
        cancellation.ThrowIfCancellationRequested();
        ContainerProgram[] more = await Task.WhenAll(clients.Where(client => client.Share > 0).Select(client =>
            StartClientAsync(client, $"container:{hosts[1 + client.Client].Id}")));
        Programs = [.. hosts.Take(1 + options.Traffic.Clients), .. more, .. hosts.Skip(1 + options.Traffic.Clients)];
        cancellation.ThrowIfCancellationRequested();
    }

    public Task CloseAsync() => Task.WhenAll(attached.Select(program => program.DisposeAsync().AsTask()));

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

    /// <summary>Creates, attaches, starts, and says what it has to do: the first programs come up while others are still being made.</summary>
    /// <remarks>Attaches before the start, the one moment when no line is lost. Not cancellable, as all orders to the engine.</remarks>
    private async Task<ContainerProgram> StartAsync(string name, string image, ContainerSettings settings, ControlMessage configuration, string? secondNetwork = null)
    {
        try
        {
            CreateContainerParameters parameters = settings.Describe($"{ground.Run}-{name}", image, RunLabels.For(ground.Run));
            string id = (await engine.Client.Containers.CreateContainerAsync(parameters)).ID;
            if (secondNetwork is not null) await ConnectAsync(id, secondNetwork);
            ContainerProgram program = await ContainerProgram.AttachAsync(engine, name, settings.Address, id, events);
            lock (attaching) attached.Add(program);
            await engine.Client.Containers.StartContainerAsync(id);
            await program.SendAsync(configuration);
            return program;
        }
        catch (DockerApiException error)
        {
            throw new TopologyException($"{name} did not start: {error.ResponseBody ?? error.Message}", error);
        }
    }

    private Task ConnectAsync(string id, string network) => engine.Client.Networks.ConnectNetworkAsync(network, new NetworkConnectParameters
    {
        Container = id,
        EndpointConfig = ContainerSettings.EndpointAt(subnets.NodeOutside),
    });

    private Task<ContainerProgram> StartClientAsync(ClientProcess client, string network) => StartAsync(
        client.Name, images.Endpoint, EndpointSettings(network, subnets.Client(client.Client)),
        EndpointConfiguration(EndpointRole.Client, client.Client, client.PartOf(options.Traffic)));

    private Task<ContainerProgram> StartServerAsync(int server, string network)
    {
        // Behind a node port any server may be picked for any flow.
        IEnumerable<FlowDescription> flows = HasNodePort
            ? options.Traffic.Flows.Select(flow => flow with { Server = server })
            : options.Traffic.Flows.Where(flow => flow.Server == server);
        return StartAsync(
            $"server-{server}", images.Endpoint, EndpointSettings(network, subnets.Server(server)),
            EndpointConfiguration(EndpointRole.Server, server, options.Traffic with { Flows = [.. flows] }));
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
