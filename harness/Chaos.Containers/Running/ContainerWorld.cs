using System.Text;
using Chaos.Containers.Cleaning;
using Chaos.Containers.Images;
using Chaos.Containers.Topologies;
using Chaos.Model;
using Chaos.Targets;
using Chaos.Worlds;

namespace Chaos.Containers.Running;

/// <summary>Real time, real sockets: each run gets a topology of its own, which is gone when it ends.</summary>
public sealed class ContainerWorld : IWorld
{
    /// <summary>Its name on the command line and in `results.json`.</summary>
    public const string WorldName = WorldNames.Containers;

    private readonly DockerEngine engine;
    private readonly ProgramImages images;
    private readonly TimeProvider time;
    private readonly bool keepPackets;

    /// <summary>Targets that were seen in the path, each with its image.</summary>
    private readonly HashSet<(string Target, string? Image)> proven = [];

    /// <summary>Of the first topology, until it is started.</summary>
    private PreparedNetworks? first;

    private ContainerWorld(DockerEngine engine, ProgramImages images, PreparedNetworks first, TimeProvider time, bool keepPackets)
    {
        this.engine = engine;
        this.images = images;
        this.first = first;
        this.time = time;
        this.keepPackets = keepPackets;
    }

    public string Name => WorldName;

    public string? EngineVersion => engine.Version;

    /// <summary>The node holds its entries in our own map.</summary>
    public string MapEngine => "csharp";

    public bool IsReal => true;

    /// <summary>
    /// Removes what dead runs left, builds the images that the engine lacks, and makes the networks of the first topology at the same time.
    /// </summary>
    /// <param name="discovery">What is known already.</param>
    /// <param name="firstRun">The name of the run that comes first.</param>
    /// <param name="time">The clock of the harness.</param>
    /// <param name="keepPackets">Keep the last packets of each flow that dies, where the target can.</param>
    /// <param name="cancellation">Stops all of it.</param>
    /// <exception cref="DockerUnavailableException">No engine, or no toolchain for the images.</exception>
    public static async Task<ContainerWorld> OpenAsync(
        EngineDiscovery discovery, string firstRun, TimeProvider time, bool keepPackets, CancellationToken cancellation)
    {
        DockerEngine engine = await discovery.Engine;
        PreparedNetworks networks = PreparedNetworks.Prepare(engine, firstRun, cancellation);
        try
        {
            ProgramImages wanted = await discovery.Images;
            // Each on a thread of its own: the first answers of an engine cost more to read than to get.
            Task<ProgramImages> images = Task.Run(() => wanted.EnsureOnAsync(engine, time, cancellation), cancellation);
            await Task.WhenAll(images, Leftovers.RemoveDeadAsync(engine, cancellation));
            return new ContainerWorld(engine, await images, networks, time, keepPackets);
        }
        catch
        {
            await networks.DisposeAsync();
            engine.Dispose();
            throw;
        }
    }

    /// <exception cref="DockerUnavailableException">The engine went away.</exception>
    public async Task<IWorldRun> BuildAsync(RunPlan plan, ITarget target, CancellationToken cancellation)
    {
        IContainerTarget placed = (IContainerTarget)target;
        bool keeps = keepPackets && placed.InContainers.Has(Capability.KeepPackets);
        TopologyOptions options = new() { Plan = plan, Target = placed, KeepPackets = keeps, ProvesPath = NeedsProof(plan, placed) };
        try
        {
            PreparedNetworks networks = Interlocked.Exchange(ref first, null) ?? PreparedNetworks.Prepare(engine, plan.Name, cancellation);
            Topology topology = await Topology.StartAsync(engine, networks, images, options, time, cancellation);
            proven.Add((target.Name, plan.Nat.Image));
            return new ContainerRun(topology, engine, plan, keeps, time);
        }
        catch (Exception trouble) when (trouble is TopologyException || DockerEngine.IsEngineTrouble(trouble))
        {
            // Other runs may come up, unless nothing can run any more.
            await engine.ThrowIfGoneAsync(trouble);
            if (trouble is TopologyException { IsOfImage: true } && options.ProvesPath)
                throw new DockerUnavailableException(trouble.Message, $"docker run --rm -i -e CHAOS_CONTRACT=1 {plan.Nat.Image}", trouble);
            throw new WorldFailedException(trouble.Message, trouble)
            {
                Attachments = Attach((trouble as TopologyException)?.Records ?? []),
            };
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (first is { } unused) await unused.DisposeAsync();
        engine.Dispose();
    }

    /// <summary>Once for each target that is not our own node: that one takes packets past the kernel, which forwards none.</summary>
    private bool NeedsProof(RunPlan plan, IContainerTarget target) =>
        target.Translates && plan.Topology == TopologyKind.Egress && target.ProvesPath && !proven.Contains((target.Name, plan.Nat.Image));

    internal static IReadOnlyList<RunAttachment> Attach(IEnumerable<ProgramRecord> records) =>
        [.. records.Select(record => new RunAttachment($"{record.Name}.log", Encoding.UTF8.GetBytes(record.ToString())))];
}
