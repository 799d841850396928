using Chaos.Experiments.Explaining;
using Chaos.Runs;
using Chaos.Scenarios.Cells;
using Chaos.Survival;
using YamlDotNet.RepresentationModel;

namespace Chaos.Experiments.Shrinking;

/// <summary>Makes the scenario of a run as small as it gets, while it still shows a death or the failure of an expectation.</summary>
public static class ShrinkRun
{
    /// <summary>A death in a later repetition is looked for in the first one, under other seeds.</summary>
    private const int MostSeeds = 32;

    /// <param name="run">The run folder.</param>
    /// <param name="request">What the scenario must still show.</param>
    /// <param name="time">Measures the budget.</param>
    /// <param name="cancellation">Ends the search; the best so far is returned.</param>
    /// <exception cref="RefusedException">There is no such flow or expectation, or nothing of it can be simulated.</exception>
    public static ShrinkResult Of(RecordedRun run, ShrinkRequest request, TimeProvider time, CancellationToken cancellation)
    {
        List<string> notes = [];
        FlowRecord? row = request.Death is { } death ? DeadRow(run, death, notes) : null;
        IShrinkGoal goal = row is null ? ExpectationOf(run, request.Expectation!.Value) : DeathOf(run, row);
        Shrinker shrinker = new(goal, request.Budget, time, cancellation);
        if (!(row is null ? Begin(shrinker, run, request.Expectation!.Value) : Begin(shrinker, run, row)))
        {
            cancellation.ThrowIfCancellationRequested();
            throw new RefusedException(
                $"a simulation of the first repetition does not show that {goal.Description}, with {MostSeeds} seeds or within the budget; "
                + "give it more time with --budget, or choose another");
        }

        ShrinkSize before = shrinker.Best!.Size;
        shrinker.Shrink();
        Candidate best = shrinker.Best;
        return new ShrinkResult(
            goal.Description, best.Tree.ToYaml(), before, best.Size, best.Experiment.Plan.Cells[0].Scenario.Nat.Map.Size,
            best.Experiment.Plan.Cells[0].Scenario.Duration.TotalSeconds, shrinker.Tried, shrinker.End, notes)
        {
            Reproducer = ReproducerOf(best, goal, run),
        };
    }

    private static FlowRecord DeadRow(RecordedRun run, ExplainRequest death, List<string> notes)
    {
        FlowRecord row = run.RowOf(death, notes);
        if (run.WhyNotSimulated(row) is { } reason)
            throw new RefusedException($"{row.Flow}: {reason.Split(';')[0]}; run the scenario with --backend sim, and shrink that run");
        return row.State == FlowState.Died ? row : throw new RefusedException(
            $"{row.Flow} did not die in cell {row.Cell}, repetition {row.Repetition}; name one whose state in flows.csv is `died`");
    }

    private static DeathGoal DeathOf(RecordedRun run, FlowRecord row) => new(
        DeathSignature.Of(row, run.Contents.Events.Where(
            one => one.Kind == RunEventKind.Eviction && one.Cell == row.Cell && one.Repetition == row.Repetition && one.Flow == row.Flow)),
        run.Tail);

    private static ExpectationGoal ExpectationOf(RecordedRun run, int number)
    {
        IReadOnlyList<ExpectationResult> all = run.Contents.Results.Expectations;
        if (number > all.Count) throw new RefusedException($"--expectation {number}: the run has {all.Count} expectations");
        ExpectationResult one = all[number - 1];
        return one.Verdict == Verdict.Fail ? new ExpectationGoal(one.Text) : throw new RefusedException(
            $"--expectation {number}: `{one.Text}` did not fail; its verdict is {Spelling.Of(one.Verdict)}");
    }

    /// <summary>The cell of the flow as a scenario of its own, with a seed whose first repetition shows the death.</summary>
    private static bool Begin(Shrinker shrinker, RecordedRun run, FlowRecord row)
    {
        ScenarioTree tree = ScenarioTree.Parse(run.Contents.ScenarioYaml);
        foreach ((string axis, string value) in run.CellOf(row)!.Axes) tree.Set(ScenarioTree.PathOf(axis), value);
        foreach (string key in new[] { "matrix", "expect", "budget" }) tree.Remove(key);
        tree.Set("repetitions", "1");
        ulong seed = run.Contents.Results.Seed;
        for (int other = 0; other < (row.Repetition == 1 ? 1 : MostSeeds); other++)
        {
            tree.Set("seed", $"{unchecked(seed + (ulong)other)}");
            if (shrinker.TryBegin(tree.ToYaml())) return true;
        }

        return false;
    }

    /// <summary>The scenario with this expectation alone; with one repetition, if that shows it.</summary>
    private static bool Begin(Shrinker shrinker, RecordedRun run, int number)
    {
        ScenarioTree tree = ScenarioTree.Parse(run.Contents.ScenarioYaml);
        YamlSequenceNode expect = (YamlSequenceNode)tree.Find("expect")!;
        YamlNode only = expect.Children[number - 1];
        expect.Children.Clear();
        expect.Children.Add(only);
        string whole = tree.ToYaml();
        tree.Set("repetitions", "1");
        tree.Remove("budget");
        return shrinker.TryBegin(tree.ToYaml()) || shrinker.TryBegin(whole);
    }

    private static Reproducer? ReproducerOf(Candidate best, IShrinkGoal goal, RecordedRun run)
    {
        if (goal is DeathGoal death)
        {
            return death.Find(best.Experiment, CancellationToken.None) is { } found
                ? new Reproducer(best.Experiment, best.Experiment.Plan.Cells[0], found.Flow, run.Tail) : null;
        }

        foreach (Cell cell in best.Experiment.Plan.Cells.Where(cell => cell.Scenario.Target == Targets.TargetCatalog.Default))
        {
            Resimulation again = Resimulation.Of(
                cell, 1, new HashSet<string>(), run.Tail, Simulation.MapEngineKind.Own, CancellationToken.None);
            if (again.Rows.FirstOrDefault(row => row.State == FlowState.Died) is { } dead)
                return new Reproducer(best.Experiment, cell, dead, run.Tail);
        }

        return null;
    }
}
