using Chaos.Containers;
using Chaos.Experiments.Running;
using Chaos.Experiments.Worlds;
using Chaos.Reports;
using Chaos.Runs;
using Chaos.Simulation;

namespace Chaos.Experiments;

/// <summary>Open worlds in which experiments run one after the other.</summary>
public sealed class Session : IAsyncDisposable
{
    private readonly OpenWorlds worlds;
    private readonly ExperimentOptions options;

    private Session(OpenWorlds worlds, ExperimentOptions options)
    {
        this.worlds = worlds;
        this.options = options;
    }

    /// <summary>Checks that every experiment can run, then opens each world that a cell needs: where one is missing, nothing is
    /// written.</summary>
    /// <param name="experiments">At least one.</param>
    /// <param name="options">Where and how.</param>
    /// <param name="open">As <see cref="WorldKind.Prepare"/> of the caller's world gave it; null: it is not prepared yet.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="RefusedException">An experiment asks for what its target cannot do in the world of a cell.</exception>
    /// <exception cref="KernelUnfitException">The running kernel cannot hold the tables.</exception>
    /// <exception cref="DockerUnavailableException">There is no container engine.</exception>
    public static async Task<Session> OpenAsync(
        IReadOnlyList<Experiment> experiments, ExperimentOptions options, OpenWorld? open, CancellationToken cancellation)
    {
        CellWorlds choice = new(options.World);
        IReadOnlyList<WorldKind> kinds = choice.Of(experiments.SelectMany(experiment => experiment.Plan.Cells));
        foreach (WorldKind kind in kinds) Refuse(kind, options);
        foreach (Experiment experiment in experiments)
            Requirements.Check(experiment.Plan, options.World, options.MapEngine, experiment.Targets);
        string[] images = [.. experiments.SelectMany(experiment => experiment.Plan.Images).Distinct()];
        OpenWorlds worlds = new(choice);
        try
        {
            foreach (WorldKind kind in kinds)
            {
                Experiment first = experiments.First(experiment => choice.Of(experiment.Plan.Cells).Contains(kind));
                WorldOptions wanted = new(first.Plan.Scenario.Name, options.MapEngine, options.KeepPackets, images, options.Time);
                OpenWorld door = kind == options.World && open is not null ? open : kind.Prepare(cancellation);
                worlds.Add(kind, await door(wanted, cancellation));
            }

            return new Session(worlds, options);
        }
        catch
        {
            await worlds.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs one experiment; a run that breaks off has its reports too.</summary>
    /// <param name="experiment">One of those that the session was opened for.</param>
    /// <param name="path">The run folder; null: the results stay in memory.</param>
    /// <param name="replay">The command that runs this again.</param>
    /// <param name="cancellation">Stops it; the folder keeps the cells that were done.</param>
    /// <exception cref="RunFolderException">The folder is not empty, or holds another run.</exception>
    /// <exception cref="StorageException">The folder cannot be made, or cannot be written any more.</exception>
    public async Task<ExperimentResult> RunAsync(Experiment experiment, string? path, string replay, CancellationToken cancellation)
    {
        using RunFolder? folder = path is null ? null : options.Resume ? RunFolder.Resume(path) : RunFolder.Create(path);
        Experiment ran = worlds.Choice.AnyIsReal(experiment.Plan)
            ? experiment with { Plan = experiment.Plan.WithFixedRepetitions() } : experiment;
        MatrixRun run = new(ran, options, worlds, folder, replay);
        try
        {
            RunContents contents = await run.ExecuteAsync(cancellation);
            if (folder is not null) ReportWriter.WriteAll(folder, contents);
            return new ExperimentResult(contents, folder, ran.Plan);
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or DockerUnavailableException)
        {
            if (folder is not null) ReportWriter.WriteAll(folder);
            options.Progress?.Stopped(run.Results());
            throw;
        }
        catch (Exception broken) when (broken is StorageException or OutOfMemoryException)
        {
            options.Progress?.Stopped(run.Results());
            throw;
        }
    }

    public ValueTask DisposeAsync() => worlds.DisposeAsync();

    private static void Refuse(WorldKind kind, ExperimentOptions options)
    {
        if (options.MapEngine != MapEngineKind.Own && kind.WhyNoMapEngine is { } noEngine)
            throw new RefusedException($"--map-engine {options.MapEngine.Name} {noEngine}");
        if (options.KeepPackets && kind.WhyNoPackets is { } noPackets) throw new RefusedException($"--pcap {noPackets}");
    }
}
