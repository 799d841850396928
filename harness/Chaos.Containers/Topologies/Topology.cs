using System.Threading.Channels;
using Chaos.Containers.Images;
using Chaos.Control;
using Chaos.Model;
using Chaos.Targets;

namespace Chaos.Containers.Topologies;

/// <summary>
/// Clients, the node and servers as running containers on two networks of their own, configured and waiting for
/// <see cref="Start"/>. Whatever happens - failure, cancellation, Ctrl-C - disposing removes all of it.
/// </summary>
public sealed class Topology : IAsyncDisposable
{
    private static readonly TimeSpan ownTimeout = TimeSpan.FromSeconds(30), imageTimeout = TimeSpan.FromSeconds(20);

    private readonly PreparedNetworks networks;
    private readonly TimeProvider time;
    private readonly Channel<ProgramEvent> events = Channel.CreateUnbounded<ProgramEvent>(
        new UnboundedChannelOptions { SingleReader = true });
    private readonly TopologyBuilder builder;
    private long clockOffset = long.MinValue;
    private bool disposed;

    private Topology(DockerEngine engine, PreparedNetworks networks, TopologyOptions options, ProgramImages images, TimeProvider time)
    {
        this.networks = networks;
        this.time = time;
        builder = new TopologyBuilder(engine, networks, options, images, events.Writer, () => MonotonicNanoseconds);
    }

    /// <summary>The value of the label chaos.run on everything of this topology.</summary>
    public string Run => networks.Run;

    public ContainerProgram Node => builder.Programs[0];

    public IReadOnlyList<ContainerProgram> Clients => [.. builder.Programs.Skip(1).Take(builder.Clients)];

    /// <summary>The programs of one client host: one, or several that share its flows.</summary>
    public IReadOnlyList<ContainerProgram> ProgramsOfClient(int client) => builder.ProgramsOfClient(client);

    public IReadOnlyList<ContainerProgram> Servers => [.. builder.Programs.Skip(1 + builder.Clients)];

    /// <summary>What a reader should know of how the containers were made.</summary>
    public IReadOnlyList<string> Warnings => builder.Warnings;

    /// <summary>See <see cref="NodePlacement.LooksWhenFlowsDie"/>.</summary>
    public bool NodeLooksWhenFlowsDie => builder.NodeLooksWhenFlowsDie;

    /// <summary>The address that servers see, where there is a NAT.</summary>
    public Ipv4Address EgressAddress => builder.Network.EgressAddress;

    /// <summary>What the programs say, in the order in which it came; one reader.</summary>
    public ChannelReader<ProgramEvent> Events => events.Reader;

    /// <summary>The containers' CLOCK_MONOTONIC now, at most a message's way late: good for an epoch a little ahead.</summary>
    public long MonotonicNanoseconds => LocalNanoseconds + clockOffset;

    private long LocalNanoseconds => time.GetTimestamp() * (1_000_000_000 / time.TimestampFrequency);

    /// <summary>Builds everything on networks of its own and waits until all programs are ready.</summary>
    /// <exception cref="TopologyException">A container did not come up.</exception>
    /// <exception cref="ArgumentException">More hosts than a /24 network has room for.</exception>
    public static Task<Topology> StartAsync(
        DockerEngine engine, ProgramImages images, TopologyOptions options, TimeProvider time, CancellationToken cancellation) =>
        StartAsync(engine, PreparedNetworks.Prepare(engine, options.Plan.Name, cancellation), images, options, time, cancellation);

    /// <summary>The same on networks that were asked for before, and are the topology's from now on, whatever happens.</summary>
    /// <exception cref="TopologyException">A container did not come up.</exception>
    /// <exception cref="ArgumentException">More hosts than a /24 network has room for.</exception>
    public static async Task<Topology> StartAsync(
        DockerEngine engine, PreparedNetworks networks, ProgramImages images, TopologyOptions options, TimeProvider time,
        CancellationToken cancellation)
    {
        Topology topology = new(engine, networks, options, images, time);
        try
        {
            if (Math.Max(options.Plan.Traffic.Clients, options.Plan.Traffic.Servers) > SubnetPair.MaximumHosts)
                throw new ArgumentException($"at most {SubnetPair.MaximumHosts} clients and {SubnetPair.MaximumHosts} servers fit "
                    + $"into the networks", nameof(options));
            await topology.builder.BuildAsync(cancellation);
            await topology.UntilReadyAsync(cancellation);
            if (options.ProvesPath)
                await new PathProof(topology, topology.builder.Network, time).RunAsync(topology.builder.TargetTitle, cancellation);
            return topology;
        }
        catch (TopologyException failed)
        {
            failed.Records = await topology.RecordAsync();
            await topology.DisposeAsync();
            throw;
        }
        catch
        {
            await topology.DisposeAsync();
            throw;
        }
    }

    public Task SendToAllAsync(ControlMessage message, CancellationToken cancellation = default) =>
        Task.WhenAll(builder.Programs.Select(program => program.SendAsync(message, cancellation)));

    /// <summary>The last of every program, for whoever asks why one failed.</summary>
    public async Task<IReadOnlyList<ProgramRecord>> RecordAsync() =>
        await Task.WhenAll(builder.Programs.Select(program => program.RecordAsync()));

    /// <summary>Removes all containers and both networks. Never cancelled: it is what cancelling leads to.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed) return;
        disposed = true;
        try
        {
            await builder.CloseAsync();
        }
        finally
        {
            // By label, not by handle: this also finds what a start that broke off in the middle has left.
            await networks.DisposeAsync();
            events.Writer.TryComplete();
        }
    }

    /// <exception cref="TopologyException">The program would run out of descriptors, which no NAT is to blame for.</exception>
    private void CheckDescriptors(ContainerProgram program, Ready ready)
    {
        const int Spare = 256;
        long needed = builder.DescriptorsOf(program) + Spare;
        if (ready.DescriptorLimit < needed)
            throw new TopologyException($"{program.Name} needs {needed} descriptors for its flows, and may hold "
                + $"{ready.DescriptorLimit}: give more servers, or a higher LimitNOFILE of the docker service");
    }

    private async Task UntilReadyAsync(CancellationToken cancellation)
    {
        TimeSpan readyTimeout = Node.Image is null ? ownTimeout : imageTimeout;
        using CancellationTokenSource limit = new(readyTimeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        HashSet<ContainerProgram> waiting = [.. builder.Programs];
        try
        {
            while (waiting.Count > 0)
            {
                ProgramEvent happened = await Events.ReadAsync(either.Token);
                happened.ThrowIfFailed();
                if (happened is not ProgramSaid { Message: Ready ready } said) continue;
                waiting.Remove(said.Program);
                if (said.Program != Node) CheckDescriptors(said.Program, ready);
                // A message only ever comes late: the largest difference is the nearest to the truth.
                clockOffset = Math.Max(clockOffset, ready.MonotonicNanoseconds - LocalNanoseconds);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            if (Node.Image is not null && waiting.SetEquals([Node]))
                throw new TopologyException(
                    $"{Node.Title} has not written {{\"type\":\"ready\"}} within {readyTimeout.TotalSeconds} s{Node.LastWords}")
                { IsOfImage = true };
            throw new TopologyException(
                $"not ready after {readyTimeout.TotalSeconds} s: {string.Join(", ", waiting.Select(program => program.Name))}");
        }
    }
}
