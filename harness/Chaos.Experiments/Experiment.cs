using Chaos.Experiments.InCode;
using Chaos.Experiments.Planning;
using Chaos.Scenarios;
using Chaos.Targets;

namespace Chaos.Experiments;

/// <summary>A scenario that is ready to run: all of its cells, or those that were chosen.</summary>
/// <param name="Plan">The scenario and its cells.</param>
/// <param name="Targets">What its cells may name as target.</param>
public sealed record Experiment(ScenarioPlan Plan, TargetCatalog Targets)
{
    /// <param name="file">A scenario file.</param>
    /// <param name="sets">`path=value`, above the file; of two values for one path the last holds.</param>
    /// <param name="targets">What `nat.target` may name; null: the built-in targets.</param>
    /// <exception cref="BadScenarioException">The file has mistakes.</exception>
    public static Experiment Load(string file, IReadOnlyList<string>? sets = null, TargetCatalog? targets = null) =>
        Of(ScenarioLoader.Load(file, sets ?? [], environment: null, targets), targets);

    /// <summary>The same from a text in memory, written by hand or by a <see cref="ScenarioBuilder"/>.</summary>
    /// <param name="yaml">The scenario.</param>
    /// <param name="sets">`path=value`, above the text.</param>
    /// <param name="targets">What `nat.target` may name; null: the built-in targets.</param>
    /// <exception cref="BadScenarioException">The text has mistakes.</exception>
    public static Experiment FromText(string yaml, IReadOnlyList<string>? sets = null, TargetCatalog? targets = null) =>
        Of(ScenarioLoader.LoadText(yaml, "scenario", sets ?? [], environment: null, targets), targets);

    /// <summary>
    /// Only cells with these values of axes, each `axis=value`. Several values of one axis add up; several axes must all hold.
    /// </summary>
    /// <exception cref="RefusedException">An axis or a value that the matrix does not have.</exception>
    public Experiment Only(params IReadOnlyList<string> axisValues) => this with { Plan = CellFilter.Apply(Plan, axisValues) };

    /// <summary>The i-th of n shares of the repetitions, as `i/n`; null: all.</summary>
    /// <exception cref="RefusedException">Not i/n with 1 &lt;= i &lt;= n, or a share without a repetition.</exception>
    public Experiment OnlyShard(string? shard) => this with { Plan = Shard.Apply(Plan, shard) };

    /// <summary>Opens the worlds of its cells for this experiment alone, runs it, and closes them.</summary>
    /// <exception cref="RefusedException">The scenario asks for what its target cannot do in this world.</exception>
    /// <exception cref="OperationCanceledException">Interrupted; a run folder holds the cells that were done.</exception>
    public async Task<ExperimentResult> RunAsync(ExperimentOptions? options = null, CancellationToken cancellation = default)
    {
        ExperimentOptions chosen = options ?? new ExperimentOptions();
        await using Session session = await Session.OpenAsync([this], chosen, chosen.World?.Prepare(cancellation), cancellation);
        return await session.RunAsync(this, chosen.Folder, chosen.Replay, cancellation);
    }

    private static Experiment Of(LoadResult loaded, TargetCatalog? targets) =>
        loaded.Plan is { } plan ? new Experiment(plan, targets ?? TargetCatalog.BuiltIn) : throw new BadScenarioException(loaded.Mistakes);
}
