using System.Threading.Channels;
using Chaos.Containers.Dialects;
using Chaos.Containers.Images;
using Chaos.Control;
using Chaos.Model;
using Chaos.Targets;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Chaos.Containers.Topologies;

/// <summary>Creates the networks and containers of one topology, attaches to each before it starts, and tells it its part.</summary>
internal sealed class TopologyBuilder(
    DockerEngine engine, PreparedNetworks prepared, TopologyOptions options, ProgramImages images, ChannelWriter<ProgramEvent> events,
    Func<long> monotonic)
{
    private const string NodeName = "node";

    private readonly Lock attaching = new();
    private readonly List<ContainerProgram> attached = [];
    private NetworkPlan? network;
    private NodePlacement? placement;

    private readonly IReadOnlyList<ClientProcess> clients = ClientProcess.Spread(
        Enumerable.Range(0, options.Plan.Traffic.Clients).Select(
        client => options.Plan.Traffic.Flows.Count(flow => flow.Client == client)));

    private readonly TrafficPlan traffic = options.Plan.Traffic;

    /// <summary>The hosts and their addresses; known once the networks are.</summary>
    public NetworkPlan Network => network ?? throw new InvalidOperationException("the networks are not made yet");

    private NodePlacement Placement => placement ?? throw new InvalidOperationException("the networks are not made yet");

    /// <summary>The target for people.</summary>
    public string TargetTitle => Placement.Image is { } image ? $"{options.Target.Name} {image.Reference}" : options.Target.Name;

    public bool NodeLooksWhenFlowsDie => Placement.LooksWhenFlowsDie;

    /// <summary>Client containers.</summary>
    public int Clients => clients.Count;

    public IReadOnlyList<ContainerProgram> ProgramsOfClient(int client) =>
        [.. clients.Zip(Programs.Skip(1)).Where(pair => pair.First.Client == client).Select(pair => pair.Second)];

    /// <summary>What a reader should know of how the containers were made.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>The node, the clients, the servers.</summary>
    public IReadOnlyList<ContainerProgram> Programs { get; private set; } = [];

    public async Task BuildAsync(CancellationToken cancellation)
    {
        NetworkPair networks = await prepared.NetworksAsync(cancellation);
        network = options.Plan.On(networks.Subnets.Inside, networks.Subnets.Outside, SubnetPair.PrefixBits, options.Target.Translates);
        placement = options.Target.Place(options.Plan.NatOn(network));
        bool clientsAreInside = network.IsInside(network.Client(0));
        (string ofClients, string ofServers) = clientsAreInside ? (networks.Inside, networks.Outside) : (networks.Outside, networks.Inside);
        cancellation.ThrowIfCancellationRequested();
        List<Task<ContainerProgram>> starting =
        [
            StartAsync(NodeName, Placement.Image?.Reference ?? images.Node, NodeSettings(networks), NodeConfiguration(), networks.Outside),
            .. clients.Where(client => client.Share == 0).Select(client => StartClientAsync(client, ofClients)),
            .. Enumerable.Range(0, traffic.Servers).Select(server => StartServerAsync(server, ofServers)),
        ];
        // All of them, also when one fails: what is still being created could not be found and removed.
        ContainerProgram[] hosts = await Task.WhenAll(starting);
        cancellation.ThrowIfCancellationRequested();
        ContainerProgram[] more = await Task.WhenAll(clients.Where(client => client.Share > 0).Select(client =>
            StartClientAsync(client, $"container:{hosts[1 + client.Client].Id}")));
        Programs = [.. hosts.Take(1 + traffic.Clients), .. more, .. hosts.Skip(1 + traffic.Clients)];
        cancellation.ThrowIfCancellationRequested();
    }

    public Task CloseAsync() => Task.WhenAll(attached.Select(program => program.DisposeAsync().AsTask()));

    /// <summary>What a client or server will hold open for its watched flows: each flow, at a server only TCP.</summary>
    public int DescriptorsOf(ContainerProgram program)
    {
        int place = Programs.ToList().IndexOf(program) - 1;
        return place < Clients
            ? clients[place].PartOf(traffic).Flows.Count
            : traffic.Flows.Count(flow => flow.Server == place - Clients && traffic.Groups[flow.Group].Transport == Transport.Tcp);
    }

    private ContainerSettings NodeSettings(NetworkPair networks) => new()
    {
        Network = networks.Inside,
        Address = Network.NodeInside.ToString(),
        Node = Placement,
        Variables = Placement.Image?.Environment(Network) ?? new Dictionary<string, string>(),
        KeepsPackets = options.KeepPackets,
    };

    private IDialect NodeDialect() => Placement.Image is null
        ? ControlDialect.Instance
        : new ImageDialect(Placement.Nat!, traffic.Watched(Network), ImageDialect.NeededBy(options.Plan), monotonic);

    private static ContainerSettings EndpointSettings(string network, Ipv4Address address) => new()
    {
        Network = network, Address = address.ToString(),
    };

    /// <summary>
    /// Creates, attaches, starts, and says what it has to do: the first programs come up while others are still being made.
    /// </summary>
    /// <remarks>Attaches before the start, the one moment when no line is lost. Not cancellable, as all orders to the engine.</remarks>
    private async Task<ContainerProgram> StartAsync(
        string name, string image, ContainerSettings settings, ControlMessage configuration, string? secondNetwork = null)
    {
        ContainerProgram? program = null;
        async Task AttachAsync(string id)
        {
            if (secondNetwork is not null) await ConnectAsync(id, secondNetwork);
            string? foreign = settings.Node?.Image?.Reference;
            IDialect dialect = settings.Node is null ? ControlDialect.Instance : NodeDialect();
            program = await ContainerProgram.AttachAsync(engine, name, settings.Address, id, dialect, foreign, events);
            lock (attaching) attached.Add(program);
        }

        try
        {
            if (settings.Node is not null && options.Target is INodeContainerMaker maker)
            {
                CreateContainerParameters wanted = settings.Describe($"{prepared.Run}-{name}", image, RunLabels.For(prepared.Run));
                await maker.StartAsync(new NodeContainer(wanted, engine.Api.ToString(), AttachAsync), CancellationToken.None);
            }
            else
            {
                string id = await CreateAsync($"{prepared.Run}-{name}", image, settings);
                await AttachAsync(id);
                await engine.Client.Containers.StartContainerAsync(id);
            }

            await program!.SendAsync(configuration);
            return program;
        }
        catch (DockerApiException error)
        {
            throw new TopologyException($"{name} did not start: {error.ResponseBody ?? error.Message}", error)
            {
                IsOfImage = settings.Node?.Image is not null,
            };
        }
    }

    /// <remarks>An engine that knows no BPF capability is asked for the one that held its rights before Linux 5.8.</remarks>
    private async Task<string> CreateAsync(string name, string image, ContainerSettings settings)
    {
        try
        {
            return (await engine.Client.Containers.CreateContainerAsync(settings.Describe(name, image, RunLabels.For(prepared.Run)))).ID;
        }
        catch (DockerApiException refused) when (EngineCapabilities.Replace(refused, settings.Node?.Privileges) is { } others)
        {
            Warnings.Add(EngineCapabilities.Warning(engine.Version, others));
            ContainerSettings known = settings with { Capabilities = others };
            return (await engine.Client.Containers.CreateContainerAsync(known.Describe(name, image, RunLabels.For(prepared.Run)))).ID;
        }
    }

    private Task ConnectAsync(string id, string network) => engine.Client.Networks.ConnectNetworkAsync(network, new NetworkConnectParameters
    {
        Container = id,
        EndpointConfig = ContainerSettings.EndpointAt(Network.NodeOutside.ToString()),
    });

    private Task<ContainerProgram> StartClientAsync(ClientProcess client, string network) => StartAsync(
        client.Name, images.Endpoint, EndpointSettings(network, Network.Client(client.Client)),
        EndpointConfiguration(Side.Client, client.Client, client.PartOf(traffic)));

    private Task<ContainerProgram> StartServerAsync(int server, string network)
    {
        TrafficPlan seen = Network.PlanOf(server, traffic);
        return StartAsync(
            $"server-{server}", images.Endpoint, EndpointSettings(network, Network.Server(server)),
            EndpointConfiguration(Side.Server, server, seen with { Flows = [.. seen.Flows.Where(flow => flow.Server == server)] }));
    }

    private ConfigureNode NodeConfiguration() => new()
    {
        Network = Network,
        Datapath = Placement.Datapath,
        Nat = Placement.Nat,
        KeepPackets = options.KeepPackets,
        Links = options.Plan.Links,
        Watched = Placement.Nat is null ? [] : [.. traffic.Watched(Network)],
    };

    private ConfigureEndpoint EndpointConfiguration(Side side, int index, TrafficPlan part) => new()
    {
        Side = side,
        Index = index,
        Network = Network,
        Traffic = part,
        Trace = options.Trace,
    };
}
