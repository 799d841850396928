using Chaos.Containers;
using Chaos.Containers.Cleaning;
using Chaos.Containers.Images;
using Chaos.Containers.Topologies;
using Chaos.Control;
using Chaos.Harness.Planning;
using Chaos.Nat;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;
using TopologyKind = Chaos.Scenarios.TopologyKind;

namespace Chaos.Harness.Backends;

/// <summary>Real time, real sockets: each repetition gets a topology of its own, which is gone when it ends.</summary>
public sealed class DockerBackend : IBackend
{
    private readonly DockerEngine engine;
    private readonly ProgramImages images;
    private readonly TimeProvider time;

    private readonly bool keepPackets;

    /// <summary>Of the first topology, until it is started.</summary>
    private TopologyGround? firstGround;

    private DockerBackend(DockerEngine engine, ProgramImages images, TopologyGround firstGround, TimeProvider time, bool keepPackets)
    {
        this.firstGround = firstGround;
        this.keepPackets = keepPackets;
        this.engine = engine;
        this.images = images;
        this.time = time;
    }

    public string Name => "docker";

    public string? EngineVersion => engine.Version;

    public MapEngineKind MapEngine => MapEngineKind.Csharp;

    /// <summary>Removes what dead runs left, builds the images that the engine lacks, and has the networks of the first topology made meanwhile.</summary>
    /// <param name="premises">What is known already.</param>
    /// <param name="scenario">The name of the one that comes first.</param>
    /// <param name="time">The clock of the harness.</param>
    /// <param name="keepPackets">Keep the last packets of each flow that dies.</param>
    /// <param name="cancellation">Stops all of it.</param>
    /// <exception cref="DockerUnavailableException">No engine, or no toolchain for the images.</exception>
    public static async Task<DockerBackend> OpenAsync(DockerPremises premises, string scenario, TimeProvider time, bool keepPackets, CancellationToken cancellation)
    {
        DockerEngine engine = await premises.Engine;
        TopologyGround ground = TopologyGround.Prepare(engine, scenario, cancellation);
        try
        {
            ProgramImages wanted = await premises.Images;
            // Each on a thread of its own: the first answers of an engine cost more to read than to get.
            Task<ProgramImages> images = Task.Run(() => wanted.EnsureOnAsync(engine, time, cancellation), cancellation);
            await Task.WhenAll(images, Leftovers.RemoveDeadAsync(engine, cancellation));
            return new DockerBackend(engine, await images, ground, time, keepPackets);
        }
        catch
        {
            await ground.DisposeAsync();
            engine.Dispose();
            throw;
        }
    }

    /// <exception cref="DockerUnavailableException">The engine went away.</exception>
    public async Task<RepetitionOutcome> RunAsync(RepetitionPlan plan, bool withNat, CancellationToken cancellation)
    {
        TopologyOptions options = new()
        {
            RunId = plan.Cell.Scenario.Name,
            NodePort = plan.Cell.Scenario.Topology == TopologyKind.NodePort,
            KeepPackets = keepPackets && withNat,
            Links = plan.Cell.Scenario.Links,
            LinkSeed = Seeds.Of(plan.Seed, "links"),
            Traffic = TrafficDescriptions.Of(plan.Traffic),
            Nat = withNat ? Describe(NatPlan.Options(plan, default)) : null,
        };
        try
        {
            TopologyGround ground = Interlocked.Exchange(ref firstGround, null) ?? TopologyGround.Prepare(engine, options.RunId, cancellation);
            await using Topology topology = await Topology.StartAsync(engine, ground, images, options, time, cancellation);
            RepetitionOutcome outcome = await new ContainerRepetition(topology, plan, withNat, keepPackets && withNat, time).RunAsync(cancellation);
            if (outcome.StoppedAt is not null) await engine.ThrowIfGoneAsync();
            return outcome;
        }
        catch (Exception trouble) when (trouble is TopologyException || DockerEngine.IsEngineTrouble(trouble))
        {
            // The run goes on, unless nothing can run any more; this repetition says nothing.
            await engine.ThrowIfGoneAsync(trouble);
            return RepetitionOutcome.NeverStarted(plan.Traffic.Flows.Count, trouble.Message) with { Attachments = ContainerRepetition.Attach((trouble as TopologyException)?.Records ?? []) };
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (firstGround is { } unused) await unused.DisposeAsync();
        engine.Dispose();
    }

    private static NatSettings Describe(NatOptions options) => new()
    {
        Variant = options.Variant,
        PortSelection = options.PortSelection,
        StaleEgress = options.StaleEgress switch { null => null, StaleEgress.Keep => StaleEgressKind.Keep, _ => StaleEgressKind.Recreate },
        MinimumPort = options.MinimumPort,
        MaximumPort = options.MaximumPort,
        MapSize = options.MapSize,
        Lru = options.Lru == LruFlavour.Common ? LruKind.Common : LruKind.PerCpu,
        Batch = options.Batch == BatchRule.Fixed128 ? BatchKind.Fixed128 : BatchKind.Scaled,
        PossibleCpus = options.PossibleCpus,
        Conntrack = options.Conntrack is { } conntrack ? new ConntrackSettings(conntrack.TcpSize, conntrack.AnySize, conntrack.GcIntervalNanoseconds) : null,
        Seed = options.Seed,
        PuntUnmatched = options.PuntUnmatched,
    };
}
