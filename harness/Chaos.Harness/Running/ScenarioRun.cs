using Chaos.Harness.Backends;
using Chaos.Harness.Judging;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Survival;

namespace Chaos.Harness.Running;

/// <summary>Runs a planned scenario in one world and keeps the run folder whole after each cell: a cell that is done stays done.</summary>
public sealed class ScenarioRun(ScenarioPlan plan, RunSettings settings, IBackend backend, RunFolder folder, IRunProgress progress, TimeProvider time)
{
    private readonly Lock writing = new();
    private readonly CellRun?[] cells = new CellRun?[plan.Cells.Count];
    private CellRun? control;

    /// <summary>Runs the control arm, where there is one, and all cells.</summary>
    /// <exception cref="OperationCanceledException">Interrupted; the run folder holds the cells that were done.</exception>
    public async Task<RunContents> ExecuteAsync(CancellationToken cancellation)
    {
        if (settings.Resume) TakeOver(EarlierRun.Read(folder, plan, Contents().Results));
        folder.WriteScenario(plan.ResolvedYaml);
        CellRunner runner = new(backend, folder, time);
        try
        {
            if (settings.WithControl && control is null) await RunControlAsync(runner, cancellation);
            ParallelOptions parallel = new() { MaxDegreeOfParallelism = settings.Jobs, CancellationToken = cancellation };
            await Parallel.ForEachAsync(Enumerable.Range(0, plan.Cells.Count).Where(place => cells[place] is null).ToArray(), parallel, async (place, cancelled) =>
            {
                Cell cell = plan.Cells[place];
                Keep(await runner.RunAsync(cell, cell.Scenario.Nat.Target != NatTarget.None, cancelled), place);
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

    private int Total { get; } = plan.Cells.Count + (settings.WithControl && ControlArm.Plan(plan).Count > 0 ? 1 : 0);

    private async Task RunControlAsync(CellRunner runner, CancellationToken cancellation)
    {
        List<CellRun> arms = [];
        foreach (Cell load in ControlArm.Plan(plan)) arms.Add(await runner.RunAsync(load, withNat: false, cancellation));
        if (arms.Count == 0) return;
        control = ControlArm.Merge(arms);
        Write();
        progress.CellDone(control.Result, Done, Total);
    }

    private void Keep(CellRun cell, int place)
    {
        lock (writing)
        {
            cells[place] = cell;
            Write();
            progress.CellDone(cell.Result, Done, Total);
        }
    }

    private void Write()
    {
        RunContents contents = Contents();
        folder.WriteFlows(contents.Flows);
        folder.WriteEvents(contents.Events);
        folder.WriteResults(contents.Results);
    }

    private RunContents Contents()
    {
        List<CellRun> done = [.. cells.OfType<CellRun>()];
        if (control is not null) done.Insert(0, control);
        List<(Cell Cell, CellResult Result)> judged = [.. plan.Cells.Zip(cells).Where(pair => pair.Second is not null).Select(pair => (pair.First, pair.Second!.Result))];
        ExpectationJudge judge = new(plan.Scenario, judged);
        List<ExpectationResult> expectations = [.. judge.Judge()];
        List<string> invalid = [.. done.SelectMany(cell => cell.Invalid)];
        if (control is not null && ControlArm.Flaw(control.Result) is { } flaw) invalid.Add(flaw);
        bool unfinished = Done < Total;
        RunResults results = new()
        {
            Scenario = plan.Scenario.Name,
            Backend = backend.Name,
            MapEngine = backend.MapEngine == MapEngineKind.Kernel ? "kernel" : "csharp",
            Seed = plan.Scenario.Seed,
            Verdict = invalid.Count > 0 || unfinished ? Verdict.Unknown : Verdicts.Combine(expectations.Select(expectation => expectation.Verdict)),
            Environment = Machine.Describe(backend.EngineVersion),
            Cells = [.. done.Select(cell => cell.Result)],
            Expectations = expectations,
            Comparisons = [.. judge.Compare()],
            Question = plan.Scenario.Question,
            Replay = settings.Replay,
            Invalid = unfinished ? [.. invalid, $"the run is not finished: {Done} of {Total} cells"] : invalid,
        };
        return new RunContents(plan.ResolvedYaml, results, [.. done.SelectMany(cell => cell.Flows)], [.. done.SelectMany(cell => cell.Events)]);
    }
}
