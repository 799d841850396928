using Chaos.Experiments.Tails;
using Chaos.Experiments.Worlds;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Survival;
using Chaos.Targets.None;

namespace Chaos.Experiments.Running;

/// <summary>
/// Runs the cells of an experiment, each in its world. A finished repetition is kept in the run folder at once, and the files of the run
/// are put together from them at the end. How often a cell is repeated follows from its repetitions alone, so it is the same whatever runs
/// at a time, unless the budget ends it.
/// </summary>
internal sealed class MatrixRun(Experiment experiment, ExperimentOptions options, OpenWorlds worlds, RunFolder? folder, string replay)
{
    private readonly ScenarioPlan plan = experiment.Plan;
    private readonly string backend = worlds.Choice.NameOf(experiment.Plan);
    private readonly IReadOnlyList<ControlLoad> controls = ControlLoad.Of(experiment.Plan, experiment.Targets, worlds.Choice);
    private readonly TailRule tail = TailRule.For(experiment.Plan, experiment.Targets, worlds.Choice);
    private readonly RunEnvironment environment = Machine.Describe(worlds.EngineVersion);
    private readonly Lock keeping = new();
    private readonly CellRun?[] cells = new CellRun?[experiment.Plan.Cells.Count];
    private CellRun? control;

    /// <summary>Runs the control arm, where there is one, and all cells.</summary>
    /// <exception cref="OperationCanceledException">Interrupted; the run folder holds the cells that were done.</exception>
    public async Task<RunContents> ExecuteAsync(CancellationToken cancellation)
    {
        RunIdentity identity = Identity();
        bool complete = options.Resume && folder is not null && EarlierRun.IsComplete(folder, plan, identity, Total);
        if (!complete)
        {
            folder?.WriteIdentity(identity);
            folder?.WriteScenario(plan.ResolvedYaml);
            try
            {
                await RunCellsAsync(cancellation);
            }
            finally
            {
                // Also when interrupted: the partial run is a valid run folder.
                Write();
            }
        }

        // The parts of a run are merged from their repetitions.
        if (plan.Whole is null) folder?.Repetitions.Clear();
        return folder?.ReadForReport() ?? Assembly.ContentsOf(Results(), RunAssembly.RowsOf(cells, control));
    }

    /// <summary>The cells that are done.</summary>
    public RunResults Results() => Assembly.Assemble(cells, control, Total);

    private RunAssembly Assembly => new(plan, backend, worlds.MapEngine, tail.Name, environment, replay);

    private IEnumerable<ControlLoad> Controls => controls.Where(load => load.IsNeededBy(plan));

    private int Done => cells.Count(cell => cell is not null) + (control is null ? 0 : 1);

    private int Total => plan.WholeCells.Count() + (Controls.Any() ? 1 : 0);

    private async Task RunCellsAsync(CancellationToken cancellation)
    {
        IRepetitionKeeper keeper = folder is null ? KeptInMemory.Instance : new KeptInFolder(folder.Repetitions, plan, controls);
        CellRunner runner = new(cell => worlds[cell], keeper, folder, tail, options.Time, options.Progress);
        if (Controls.Any()) await RunControlAsync(runner, cancellation);
        ScenarioPlan repeated = plan with { Cells = [.. plan.Cells, .. UntilDecided.Partners(plan)] };
        RepetitionPool pool = new(runner, experiment with { Plan = repeated });
        if (plan.Scenario.RepeatsUntilDecided)
        {
            await new UntilDecided(repeated, pool, options.Jobs, options.Time, Keep).RunAsync(cancellation);
            return;
        }

        int[] places = [.. Enumerable.Range(0, plan.Cells.Count)];
        await RepeatAsync(pool, places.Where(place => !worlds[plan.Cells[place]].IsReal), options.Jobs, cancellation);
        // Cells of a real world have the machine to themselves.
        await RepeatAsync(pool, places.Where(place => worlds[plan.Cells[place]].IsReal), jobs: 1, cancellation);
    }

    /// <summary>The repetitions that the scenario names, or this part has.</summary>
    private Task RepeatAsync(RepetitionPool pool, IEnumerable<int> places, int jobs, CancellationToken cancellation) => pool.RunAsync(
        [.. places.Select(place => new Repeats(place, plan.RepetitionsOf(plan.Cells[place])))],
        place =>
        {
            if (!plan.Partial.ContainsKey(plan.Cells[place].Id)) Keep(pool.Join(place, Interval.UsualLevel), place);
            pool.Forget(place);
        },
        jobs, deadline: null, cancellation);

    private RunIdentity Identity() => new(
        RunIdentity.CurrentSchemaVersion, plan.Scenario.Name, plan.Scenario.Seed, environment.Commit, backend, worlds.MapEngine,
        plan.Whole is null ? null : [.. plan.Cells.Select(cell => cell.Id)])
    {
        Partial = plan.Partial.Count == 0 ? null : [.. plan.Partial.Select(
            entry => new PartialCell(entry.Key, entry.Value.First, entry.Value.Last))],
    };

    private async Task RunControlAsync(CellRunner runner, CancellationToken cancellation)
    {
        List<CellRun> arms = [];
        foreach (ControlLoad load in Controls) arms.Add(await runner.RunAsync(load.Arm, NoneTarget.Instance, cancellation));
        control = ControlArm.Merge(arms);
        options.Progress?.CellDone(control.Result, Done, Total);
    }

    private void Keep(CellRun cell, int place)
    {
        // Partners of a part are not its cells.
        if (place >= cells.Length) return;
        lock (keeping)
        {
            cells[place] = cell;
            options.Progress?.CellDone(cell.Result, Done, Total);
        }
    }

    private void Write() => folder?.WriteCells(Results(), RunAssembly.RowsOf(cells, control));
}
