using System.Text.RegularExpressions;
using Chaos.Experiments.Running;
using Chaos.Experiments.Worlds;
using Chaos.Reports;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Survival;
using Chaos.Survival.Repeating;
using Chaos.Targets;
using Chaos.Targets.None;

namespace Chaos.Experiments.Merging;

/// <summary>Joins the parts of a run (`--shard`, `--only`) into the run that one machine would have written.</summary>
public static partial class RunMerge
{
    /// <param name="folders">The run folders of the parts, in any order. A part that comes twice does no harm.</param>
    /// <param name="path">The run folder to write.</param>
    /// <param name="targets">What the scenario may name as target; null: the built-in targets.</param>
    /// <exception cref="BadPartsException">
    /// A part is missing, not finished, of another run, or there twice with different content.
    /// </exception>
    /// <exception cref="RunFolderException">A folder is no part of a run, or <paramref name="path"/> is not empty.</exception>
    /// <exception cref="DamagedRunException">A file of a part is not what it should be.</exception>
    public static ExperimentResult Merge(IReadOnlyList<string> folders, string path, TargetCatalog? targets = null)
    {
        RunPart[] parts = [.. folders.Select(RunPart.Read)];
        RunPart first = parts[0];
        Refuse([.. parts.Skip(1).Select(part => part.WhyNotOf(first)).OfType<string>()]);
        LoadResult loaded = ScenarioLoader.LoadText(
            first.ScenarioYaml, Path.Combine(first.Folder, "scenario.yaml"), [], environment: null, targets);
        ScenarioPlan plan = loaded.Plan ?? throw new BadPartsException([.. loaded.Mistakes.Select(mistake => mistake.ToString())]);
        if (WorldCatalog.Find(first.Identity.Backend).IsReal) plan = plan.WithFixedRepetitions();
        TargetCatalog catalog = targets ?? TargetCatalog.BuiltIn;
        PartFiles files = new(parts);
        files.CheckFinished(plan);
        Refuse(files.Reasons);
        CellRun[] cells = [.. plan.Cells.Select((cell, place) => CellOf(cell, place, plan, parts, files, catalog)).OfType<CellRun>()];
        CellRun? control = ControlOf(plan, first, files, catalog);
        Refuse(files.Reasons);
        return Write(path, plan, first, cells, control);
    }

    private static ExperimentResult Write(string path, ScenarioPlan plan, RunPart first, CellRun[] cells, CellRun? control)
    {
        RunResults known = first.Results;
        RunResults results = new RunAssembly(
            plan, known.Backend, known.MapEngine, known.TailRule, known.Environment, Selection().Replace(known.Replay, "")).Assemble(
            cells, control, cells.Length + (control is null ? 0 : 1));
        using RunFolder folder = RunFolder.Create(path);
        folder.WriteIdentity(first.Identity with { Cells = null, Partial = null });
        folder.WriteScenario(plan.ResolvedYaml);
        folder.WriteCells(results, RunAssembly.RowsOf(cells, control));
        RunContents contents = folder.ReadForReport();
        ReportWriter.WriteAll(folder, contents);
        return new ExperimentResult(contents, folder, plan);
    }

    private static CellRun? CellOf(
        Cell cell, int place, ScenarioPlan plan, IReadOnlyList<RunPart> parts, PartFiles files, TargetCatalog targets)
    {
        // Where cells repeat until all is decided, a part has them whole, and its results say how often that was.
        CellResult? decided = plan.Scenario.RepeatsUntilDecided
            ? parts.Select(part => part.ResultOf(cell.Id)).FirstOrDefault(result => result is not null) : null;
        int count = decided?.Repetitions ?? cell.Scenario.Repetitions;
        IReadOnlyList<RepetitionFile> found = files.Find(
            cell.Id, count, repetition => KeptInFolder.NameOf(place, repetition), mayDiffer: false);
        if (found.Count == 0) return null;
        CellRun run = CellRunner.Join(
            cell, targets[cell.Scenario.Target], [.. found.Select(file => RepetitionRun.Of(cell.Scenario, file))],
            decided is null ? Interval.UsualLevel : Looks.LevelOf(count));
        return decided is null ? run : run with { Result = run.Result with { Stopped = decided.Stopped } };
    }

    private static CellRun? ControlOf(ScenarioPlan plan, RunPart first, PartFiles files, TargetCatalog targets)
    {
        WorldKind world = WorldCatalog.Find(first.Identity.Backend);
        IReadOnlyList<ControlLoad> loads = ControlLoad.Of(plan, targets, new CellWorlds(world));
        List<CellRun> arms = [];
        for (int arm = 0; arm < loads.Count; arm++)
        {
            Cell load = loads[arm].Arm;
            int place = arm;
            IReadOnlyList<RepetitionFile> found = files.Find(
                load.Id, load.Scenario.Repetitions, repetition => KeptInFolder.NameOfControl(place, repetition), mayDiffer: world.IsReal);
            if (found.Count == 0) continue;
            arms.Add(CellRunner.Join(
                load, NoneTarget.Instance, [.. found.Select(file => RepetitionRun.Of(load.Scenario, file))], Interval.UsualLevel));
        }

        return arms.Count == 0 ? null : ControlArm.Merge(arms);
    }

    private static void Refuse(IReadOnlyList<string> reasons)
    {
        if (reasons.Count > 0) throw new BadPartsException(reasons);
    }

    /// <summary>The words of a replay line that choose a part.</summary>
    [GeneratedRegex(@" --(shard|only) ('[^']*'|\S+)")]
    private static partial Regex Selection();
}
