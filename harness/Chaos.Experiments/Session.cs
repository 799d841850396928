using Chaos.Containers;
using Chaos.Experiments.Running;
using Chaos.Experiments.Worlds;
using Chaos.Reports;
using Chaos.Runs;
using Chaos.Simulation;
using Chaos.Worlds;

namespace Chaos.Experiments;

/// <summary>An open world in which experiments run one after the other.</summary>
public sealed class Session : IAsyncDisposable
{
    private readonly IWorld world;
    private readonly ExperimentOptions options;

    private Session(IWorld world, ExperimentOptions options)
    {
        this.world = world;
        this.options = options;
    }

    /// <summary>Checks that every experiment can run, then opens the world: where it is missing, nothing is written.</summary>
    /// <param name="experiments">At least one.</param>
    /// <param name="options">Where and how.</param>
    /// <param name="open">As <see cref="WorldKind.Prepare"/> gave it.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="RefusedException">An experiment asks for what its target cannot do in this world.</exception>
    /// <exception cref="KernelUnfitException">The running kernel cannot hold the tables.</exception>
    /// <exception cref="DockerUnavailableException">There is no container engine.</exception>
    public static async Task<Session> OpenAsync(
        IReadOnlyList<Experiment> experiments, ExperimentOptions options, OpenWorld open, CancellationToken cancellation)
    {
        if (options.MapEngine != MapEngineKind.Own && options.World.WhyNoMapEngine is { } noEngine)
            throw new RefusedException($"--map-engine {options.MapEngine.Name} {noEngine}");
        if (options.KeepPackets && options.World.WhyNoPackets is { } noPackets) throw new RefusedException($"--pcap {noPackets}");
        foreach (Experiment experiment in experiments)
            Requirements.Check(experiment.Plan, options.World, options.MapEngine, experiment.Targets);
        WorldOptions wanted = new(experiments[0].Plan.Scenario.Name, options.MapEngine, options.KeepPackets, options.Time);
        return new Session(await open(wanted, cancellation), options);
    }

    /// <summary>Runs one experiment; a run that breaks off has its reports too.</summary>
    /// <param name="experiment">One of those that the session was opened for.</param>
    /// <param name="path">The run folder; null: the results stay in memory.</param>
    /// <param name="replay">The command that runs this again.</param>
    /// <param name="cancellation">Stops it; the folder keeps the cells that were done.</param>
    /// <exception cref="RunFolderException">The folder is not empty, or holds another run.</exception>
    public async Task<ExperimentResult> RunAsync(Experiment experiment, string? path, string replay, CancellationToken cancellation)
    {
        RunFolder? folder = path is null ? null : options.Resume ? RunFolder.Resume(path) : RunFolder.Create(path);
        MatrixRun run = new(experiment, options, world, folder, replay);
        try
        {
            RunContents contents = await run.ExecuteAsync(cancellation);
            if (folder is not null) ReportWriter.WriteAll(folder);
            return new ExperimentResult(contents, folder);
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or DockerUnavailableException)
        {
            if (folder is not null) ReportWriter.WriteAll(folder);
            throw;
        }
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();
}
