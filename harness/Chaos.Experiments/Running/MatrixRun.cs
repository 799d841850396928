using Chaos.Experiments.Tails;
using Chaos.Experiments.Worlds;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Survival;
using Chaos.Targets.None;

namespace Chaos.Experiments.Running;

/// <summary>
/// Runs the cells of an experiment, each in its world, and keeps the run folder whole after each: a cell that is done stays done. How often
/// a cell is repeated follows from its repetitions alone, so it is the same whatever runs at a time, unless the budget ends it.
/// </summary>
internal sealed class MatrixRun(Experiment experiment, ExperimentOptions options, OpenWorlds worlds, RunFolder? folder, string replay)
{
    private readonly ScenarioPlan plan = experiment.Plan;
    private readonly string backend = worlds.Choice.NameOf(experiment.Plan);
    private readonly IReadOnlyList<Cell> controlArms = !experiment.Plan.Scenario.Control ? [] :
    [
        .. ControlArm.Plan(experiment.Plan.Cells.Where(cell => worlds[cell].IsReal), experiment.Targets),
        .. ControlArm.PlanSimulated(experiment.Plan.Cells.Where(cell => !worlds[cell].IsReal), experiment.Targets),
    ];

    private readonly TailRule tail = TailRule.For(experiment.Plan, experiment.Targets, worlds.Choice);
    private readonly RunEnvironment environment = Machine.Describe(worlds.EngineVersion);
    private readonly Lock writing = new();
    private readonly CellRun?[] cells = new CellRun?[experiment.Plan.Cells.Count];
    private CellRun? control;

    /// <summary>Runs the control arm, where there is one, and all cells.</summary>
    /// <exception cref="OperationCanceledException">Interrupted; the run folder holds the cells that were done.</exception>
    public async Task<RunContents> ExecuteAsync(CancellationToken cancellation)
    {
        RunIdentity identity = Identity();
        if (options.Resume && folder is not null) TakeOver(EarlierRun.Read(folder, plan, identity));
        folder?.WriteIdentity(identity);
        folder?.WriteScenario(plan.ResolvedYaml);
        CellRunner runner = new(cell => worlds[cell], folder, tail, options.Time, options.Progress);
        try
        {
            if (controlArms.Count > 0 && control is null) await RunControlAsync(runner, cancellation);
            ScenarioPlan repeated = plan with { Cells = [.. plan.Cells, .. UntilDecided.Partners(plan)] };
            RepetitionPool pool = new(runner, experiment with { Plan = repeated });
            int[] places = [.. Enumerable.Range(0, plan.Cells.Count).Where(place => cells[place] is null)];
            if (plan.Scenario.RepeatsUntilDecided)
            {
                await new UntilDecided(repeated, pool, options.Jobs, options.Time, cells, Keep).RunAsync(places, cancellation);
            }
            else
            {
                await RepeatAsync(pool, places.Where(place => !worlds[plan.Cells[place]].IsReal), options.Jobs, cancellation);
                // Cells of a real world have the machine to themselves.
                await RepeatAsync(pool, places.Where(place => worlds[plan.Cells[place]].IsReal), jobs: 1, cancellation);
            }
        }
        finally
        {
            // Also when interrupted: the partial run is a valid run folder.
            Write();
        }

        return Contents();
    }

    /// <summary>The repetitions that the scenario names.</summary>
    private Task RepeatAsync(RepetitionPool pool, IEnumerable<int> places, int jobs, CancellationToken cancellation) => pool.RunAsync(
        [.. places.Select(place => new Repeats(place, plan.Cells[place].Scenario.Repetitions))],
        place =>
        {
            Keep(pool.Join(place, Interval.UsualLevel), place);
            pool.Forget(place);
        },
        jobs, deadline: null, cancellation);

    private RunIdentity Identity() => new(
        RunIdentity.CurrentSchemaVersion, plan.Scenario.Name, plan.Scenario.Seed, environment.Commit, backend, worlds.MapEngine,
        plan.Whole is null ? null : [.. plan.Cells.Select(cell => cell.Id)]);

    private void TakeOver(IReadOnlyDictionary<string, CellRun> done)
    {
        for (int place = 0; place < cells.Length; place++) cells[place] = done.GetValueOrDefault(plan.Cells[place].Id);
        control = done.GetValueOrDefault(CellResult.ControlId);
    }

    private int Done => cells.Count(cell => cell is not null) + (control is null ? 0 : 1);

    private int Total => plan.Cells.Count + (controlArms.Count > 0 ? 1 : 0);

    private async Task RunControlAsync(CellRunner runner, CancellationToken cancellation)
    {
        List<CellRun> arms = [];
        foreach (Cell load in controlArms) arms.Add(await runner.RunAsync(load, NoneTarget.Instance, cancellation));
        control = ControlArm.Merge(arms);
        Write();
        options.Progress?.CellDone(control.Result, Done, Total);
    }

    private void Keep(CellRun cell, int place)
    {
        // Partners of a part are not its cells.
        if (place >= cells.Length) return;
        lock (writing)
        {
            cells[place] = cell;
            Write();
            options.Progress?.CellDone(cell.Result, Done, Total);
        }
    }

    private void Write() => folder?.WriteCells(Contents());

    /// <summary>The cells that are done.</summary>
    public RunContents Contents() =>
        new RunAssembly(plan, backend, worlds.MapEngine, tail.Name, environment, replay).Assemble(cells, control, Total);
}
