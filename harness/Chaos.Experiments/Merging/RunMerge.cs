using System.Text.RegularExpressions;
using Chaos.Experiments.Running;
using Chaos.Experiments.Worlds;
using Chaos.Reports;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Targets;

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
    /// <exception cref="RunFolderException">A folder is no run, or <paramref name="path"/> is not empty.</exception>
    /// <exception cref="DamagedRunException">A file of a part is not what it should be.</exception>
    public static ExperimentResult Merge(IReadOnlyList<string> folders, string path, TargetCatalog? targets = null)
    {
        RunPart[] parts = [.. folders.Select(RunPart.Read)];
        RunPart first = parts[0];
        Refuse(parts.Skip(1).Select(part => part.WhyNotOf(first)));
        LoadResult loaded = ScenarioLoader.LoadText(
            first.Contents.ScenarioYaml, Path.Combine(first.Folder, "scenario.yaml"), [], environment: null, targets);
        ScenarioPlan plan = loaded.Plan ?? throw new BadPartsException([.. loaded.Mistakes.Select(mistake => mistake.ToString())]);
        if (WorldCatalog.Find(first.Identity.Backend).IsReal) plan = plan.WithFixedRepetitions();
        Refuse(parts.SelectMany(part => Flaws(part, plan)));
        RunPart?[] holders = [.. plan.Cells.Select(cell => Array.Find(parts, part => part.Cells.ContainsKey(cell.Id)))];
        Refuse(plan.Cells.Zip(holders).Select(pair => WhyNot(pair.First, pair.Second, parts)));

        CellRun[] cells = [.. plan.Cells.Zip(holders, (cell, holder) => holder!.Cells[cell.Id])];
        RunResults known = first.Contents.Results;
        RunContents contents = new RunAssembly(
            plan, known.Backend, known.MapEngine, known.TailRule, known.Environment, Selection().Replace(known.Replay, "")).Assemble(
            cells, control: null, cells.Length);
        using RunFolder folder = RunFolder.Create(path);
        folder.WriteIdentity(first.Identity with { Cells = null });
        folder.WriteScenario(contents.ScenarioYaml);
        folder.WriteCells(contents);
        ReportWriter.WriteAll(folder);
        return new ExperimentResult(contents, folder, plan);
    }

    private static IEnumerable<string> Flaws(RunPart part, ScenarioPlan plan)
    {
        if (part.Cells.ContainsKey(CellResult.ControlId))
            yield return $"{part.Folder}: has a control arm of its own load; such parts cannot be merged; run them with "
                + "--set control=off";
        IEnumerable<string> promised = part.Identity.Cells ?? plan.Cells.Select(cell => cell.Id);
        string[] missing = [.. promised.Where(id => !part.Cells.ContainsKey(id))];
        if (missing.Length > 0)
            yield return $"{part.Folder}: is not finished, {missing[0]} is missing; finish it with --resume";
    }

    private static string? WhyNot(Cell cell, RunPart? holder, RunPart[] parts)
    {
        if (holder is null) return $"cell {cell.Id} is in none of the parts";
        RunPart? other = Array.Find(parts, part => part.Cells.ContainsKey(cell.Id) && !part.HasSame(cell.Id, holder));
        return other is null ? null : $"cell {cell.Id} has different content in {holder.Folder} and {other.Folder}";
    }

    private static void Refuse(IEnumerable<string?> reasons)
    {
        string[] all = [.. reasons.OfType<string>()];
        if (all.Length > 0) throw new BadPartsException(all);
    }

    /// <summary>The words of a replay line that choose a part.</summary>
    [GeneratedRegex(@" --(shard|only) ('[^']*'|\S+)")]
    private static partial Regex Selection();
}
