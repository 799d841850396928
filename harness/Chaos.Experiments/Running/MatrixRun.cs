using Chaos.Experiments.Judging;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Survival;
using Chaos.Targets.None;
using Chaos.Worlds;

namespace Chaos.Experiments.Running;

/// <summary>
/// Runs the cells of an experiment in one world and keeps the run folder whole after each: a cell that is done stays done.
/// </summary>
internal sealed class MatrixRun(Experiment experiment, ExperimentOptions options, IWorld world, RunFolder? folder, string replay)
{
    private readonly ScenarioPlan plan = experiment.Plan;
    private readonly IReadOnlyList<Cell> controlArms =
        world.IsReal && experiment.Plan.Scenario.Control ? ControlArm.Plan(experiment.Plan, experiment.Targets) : [];

    private readonly Lock writing = new();
    private readonly CellRun?[] cells = new CellRun?[experiment.Plan.Cells.Count];
    private CellRun? control;

    /// <summary>Runs the control arm, where there is one, and all cells.</summary>
    /// <exception cref="OperationCanceledException">Interrupted; the run folder holds the cells that were done.</exception>
    public async Task<RunContents> ExecuteAsync(CancellationToken cancellation)
    {
        if (options.Resume && folder is not null) TakeOver(EarlierRun.Read(folder, plan, Contents().Results));
        folder?.WriteScenario(plan.ResolvedYaml);
        CellRunner runner = new(world, folder, options.Time);
        try
        {
            if (controlArms.Count > 0 && control is null) await RunControlAsync(runner, cancellation);
            ParallelOptions parallel = new() { MaxDegreeOfParallelism = world.IsReal ? 1 : options.Jobs, CancellationToken = cancellation };
            await Parallel.ForEachAsync(
                Enumerable.Range(0, plan.Cells.Count).Where(place => cells[place] is null).ToArray(), parallel, async (place, cancelled) =>
            {
                Cell cell = plan.Cells[place];
                Keep(await runner.RunAsync(cell, experiment.Targets[cell.Scenario.Target], cancelled), place);
            });
        }
        finally
        {
            // Also when interrupted: the partial run is a valid run folder.
            Write();
        }

        return Contents();
    }

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
        lock (writing)
        {
            cells[place] = cell;
            Write();
            options.Progress?.CellDone(cell.Result, Done, Total);
        }
    }

    private void Write()
    {
        if (folder is null) return;
        RunContents contents = Contents();
        folder.WriteFlows(contents.Flows);
        folder.WriteEvents(contents.Events);
        folder.WriteResults(contents.Results);
    }

    private RunContents Contents()
    {
        List<CellRun> done = [.. cells.OfType<CellRun>()];
        if (control is not null) done.Insert(0, control);
        List<(Cell Cell, CellResult Result)> judged = [
            .. plan.Cells.Zip(cells).Where(pair => pair.Second is not null).Select(pair => (pair.First, pair.Second!.Result))];
        ExpectationJudge judge = new(plan.Scenario, judged);
        List<ExpectationResult> expectations = [.. judge.Judge()];
        List<string> invalid = [.. done.SelectMany(cell => cell.Invalidations)];
        if (control is not null && ControlArm.Invalidation(control.Result) is { } reason) invalid.Add(reason);
        bool unfinished = Done < Total;
        RunResults results = new()
        {
            Scenario = plan.Scenario.Name,
            Backend = world.Name,
            MapEngine = world.MapEngine,
            Seed = plan.Scenario.Seed,
            Verdict = invalid.Count > 0 || unfinished ? Verdict.Unknown : Verdicts.Combine(
            expectations.Select(expectation => expectation.Verdict)),
            Environment = Machine.Describe(world.EngineVersion),
            Cells = [.. done.Select(cell => cell.Result)],
            Expectations = expectations,
            Comparisons = [.. judge.Compare()],
            Question = plan.Scenario.Question,
            Replay = replay,
            Invalid = unfinished ? [.. invalid, $"the run is not finished: {Done} of {Total} cells"] : invalid,
        };
        return new RunContents(
            plan.ResolvedYaml, results, [.. done.SelectMany(cell => cell.Flows)], [.. done.SelectMany(cell => cell.Events)]);
    }
}
