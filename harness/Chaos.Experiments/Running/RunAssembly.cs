using Chaos.Experiments.Judging;
using Chaos.Experiments.Worlds;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Survival;

namespace Chaos.Experiments.Running;

/// <summary>Puts the cells that are done together to the results of a run, with expectations judged and a verdict.</summary>
/// <param name="plan">The cells that the run is of.</param>
/// <param name="backend">The names of the worlds.</param>
/// <param name="mapEngine">Where the tables of a simulated NAT live.</param>
/// <param name="tailRule">See <see cref="RunResults.TailRule"/>.</param>
/// <param name="environment">Where the run takes place.</param>
/// <param name="replay">The command that runs it again.</param>
internal sealed class RunAssembly(
    ScenarioPlan plan, string backend, string mapEngine, string? tailRule, RunEnvironment environment, string replay)
{
    /// <param name="cells">One place for each cell of the plan; null: it is not done.</param>
    /// <param name="control">The control arm; null: there is none, or it is not done.</param>
    /// <param name="total">Cells that a finished run has, the control arm included.</param>
    public RunResults Assemble(IReadOnlyList<CellRun?> cells, CellRun? control, int total)
    {
        List<CellRun> done = [.. cells.OfType<CellRun>()];
        if (control is not null) done.Insert(0, control);
        List<(Cell Cell, CellResult Result)> judged = [
            .. plan.Cells.Zip(cells).Where(pair => pair.Second is not null).Select(pair => (pair.First, pair.Second!.Result))];
        ExpectationJudge judge = new(plan, judged);
        List<ExpectationResult> expectations = [.. judge.Judge()];
        List<string> invalid = [.. done.SelectMany(cell => cell.Invalidations)];
        if (control is not null && WhyVoid(control.Result) is { } reason) invalid.Add(reason);
        bool unfinished = done.Count < total;
        return new RunResults
        {
            Scenario = plan.Scenario.Name,
            Backend = backend,
            MapEngine = mapEngine,
            Seed = plan.Scenario.Seed,
            Verdict = invalid.Count > 0 || unfinished
                ? Verdict.Unknown
                : Verdicts.Combine(expectations.Select(expectation => expectation.Verdict)),
            Environment = environment,
            Cells = [.. done.Select(cell => cell.Result)],
            Expectations = expectations,
            Comparisons = [.. judge.Compare()],
            Question = plan.Scenario.Question,
            Replay = replay,
            TailRule = tailRule,
            NotModelled = Limits.Of(plan.Cells, cell => WorldCatalog.Find(cell.Scenario.Backend ?? backend).IsReal),
            Invalid = unfinished ? [.. invalid, $"the run is not finished: {done.Count} of {total} cells"] : invalid,
        };
    }

    /// <summary>The rows of the cells that are done, in the order of the files.</summary>
    public static IReadOnlyList<IRepetitionRows> RowsOf(IReadOnlyList<CellRun?> cells, CellRun? control) =>
        [.. new[] { control }.Concat(cells).OfType<CellRun>().SelectMany(cell => cell.Rows)];

    /// <summary>Everything that the run folder holds, in memory.</summary>
    public RunContents ContentsOf(RunResults results, IReadOnlyList<IRepetitionRows> rows)
    {
        FlowColumns flows = [];
        foreach (FlowRecord flow in rows.SelectMany(one => one.Flows())) flows.Add(flow);
        return new RunContents(plan.ResolvedYaml, results, flows, [.. rows.SelectMany(one => one.Events())])
        {
            Table = [.. rows.SelectMany(one => one.Table())],
        };
    }

    private string? WhyVoid(CellResult control) => WorldCatalog.Find(control.Backend ?? backend).IsReal
        ? ControlArm.Invalidation(control)
        : ControlArm.SimulatedInvalidation(control, plan.Scenario.Expect);
}
