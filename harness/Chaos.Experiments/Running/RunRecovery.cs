using Chaos.Experiments.Tails;
using Chaos.Experiments.Worlds;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Survival;
using Chaos.Survival.Repeating;
using Chaos.Targets;
using Chaos.Targets.None;

namespace Chaos.Experiments.Running;

/// <summary>
/// What a run was killed in the middle of, as contents of a run folder: a run that goes on keeps finished repetitions only. Nothing is run
/// or written.
/// </summary>
public static class RunRecovery
{
    /// <summary>Whether the folder holds finished repetitions and no results.</summary>
    public static bool IsNeeded(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return !folder.HasResults && folder.Repetitions.Any;
    }

    /// <param name="folder">For which <see cref="IsNeeded"/> holds.</param>
    /// <param name="targets">What the scenario may name as target; null: the built-in targets.</param>
    /// <exception cref="RunFolderException">A file is missing.</exception>
    /// <exception cref="BadScenarioException">Its scenario is none that this version can run.</exception>
    public static RunContents Read(RunFolder folder, TargetCatalog? targets = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string path = folder.FolderPath;
        RunIdentity identity = folder.ReadIdentity() ?? throw Missing(path, "run.json");
        string scenario = folder.ReadScenario() ?? throw Missing(path, "scenario.yaml");
        string file = Path.Combine(path, "scenario.yaml");
        Experiment whole = Experiment.FromText(scenario, [], targets);
        CellWorlds worlds = new(identity.Backend.Split(',') is [var only] ? WorldCatalog.Find(only) : null);
        ScenarioPlan plan = PartOf(whole.Plan, identity);
        if (worlds.AnyIsReal(plan)) plan = plan.WithFixedRepetitions();
        IReadOnlyList<ControlLoad> loads = ControlLoad.Of(plan, whole.Targets, worlds);
        KeptInFolder kept = new(folder.Repetitions, plan, loads);
        CellRun?[] cells = [.. plan.Cells.Select(cell => plan.Partial.ContainsKey(cell.Id) ? null
            : Join(kept, cell, whole.Targets[cell.Scenario.Target], plan.Scenario.RepeatsUntilDecided))];
        ControlLoad[] needed = [.. loads.Where(load => load.IsNeededBy(plan))];
        CellRun[] arms = [.. needed.Select(load => Join(kept, load.Arm, NoneTarget.Instance, looked: false)).OfType<CellRun>()];
        CellRun? control = arms.Length > 0 && arms.Length == needed.Length ? ControlArm.Merge(arms) : null;
        RunEnvironment environment = Machine.Describe(engineVersion: null) with { Commit = identity.Commit };
        RunAssembly assembly = new(
            plan, identity.Backend, identity.MapEngine, TailRule.For(plan, whole.Targets, worlds).Name, environment,
            $"./chaos run {ShellWord.Of(file)}");
        // Where cells repeat until all is decided, nobody knows whether the last look was the last: such a run is not finished.
        int total = plan.WholeCells.Count() + Math.Sign(needed.Length) + (plan.Scenario.RepeatsUntilDecided ? 1 : 0);
        return assembly.ContentsOf(assembly.Assemble(cells, control, total), RunAssembly.RowsOf(cells, control));
    }

    private static ScenarioPlan PartOf(ScenarioPlan whole, RunIdentity identity) => identity.Cells is not { } ids ? whole : whole.PartOf(
        [.. whole.Cells.Where(cell => ids.Contains(cell.Id))],
        (identity.Partial ?? []).ToDictionary(cell => cell.Id, cell => new RepetitionRange(cell.First, cell.Last)));

    /// <summary>A cell with all of its repetitions, or as many as its last look needs; null: it is not done.</summary>
    private static CellRun? Join(KeptInFolder kept, Cell cell, ITarget target, bool looked)
    {
        RepetitionRun[] done =
        [
            .. Enumerable.Range(1, int.MaxValue - 1).Select(repetition => kept.Find(cell, repetition)).TakeWhile(run => run is not null)
                .OfType<RepetitionRun>(),
        ];
        int count = looked ? Looks.Counts.LastOrDefault(look => look <= done.Length) : cell.Scenario.Repetitions;
        return count == 0 || done.Length < count
            ? null : CellRunner.Join(cell, target, done[..count], looked ? Looks.LevelOf(count) : Interval.UsualLevel);
    }

    private static RunFolderException Missing(string path, string file) =>
        new($"{path}: {file} is missing, so its repetitions cannot be put together; run it again into another folder");
}
