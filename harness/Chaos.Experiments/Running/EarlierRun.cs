using Chaos.Runs;
using Chaos.Scenarios;

namespace Chaos.Experiments.Running;

/// <summary>The cells that an interrupted run has left in its folder, ready to stand beside new ones.</summary>
internal static class EarlierRun
{
    /// <summary>Done cells by id, the control arm among them; empty if the folder holds nothing yet.</summary>
    /// <exception cref="RunFolderException">The folder holds another run: its cells would not fit.</exception>
    public static IReadOnlyDictionary<string, CellRun> Read(RunFolder folder, ScenarioPlan plan, RunIdentity now)
    {
        if (folder.ReadScenario() is { } scenario && scenario != plan.ResolvedYaml) throw Other(folder, "another scenario or seed");
        if (folder.ReadIdentity()?.WhatDiffersFrom(now) is { } other) throw Other(folder, other);
        if (!folder.HasResults) return new Dictionary<string, CellRun>();
        RunContents contents = folder.ReadDone();
        RunResults before = contents.Results;
        // The results know which run they are of, also where the file that says so is gone.
        RunIdentity told = now with
        {
            Scenario = before.Scenario,
            Seed = before.Seed,
            Commit = before.Environment.Commit,
            Backend = before.Backend,
            MapEngine = before.MapEngine,
        };
        if (told.WhatDiffersFrom(now) is { } differs) throw Other(folder, differs);
        HashSet<string> planned = [CellResult.ControlId, .. plan.Cells.Select(cell => cell.Id)];
        if (before.Cells.FirstOrDefault(cell => !planned.Contains(cell.Id)) is { } foreign) throw Other(folder, $"cell {foreign.Id} too");
        return CellsOf(contents);
    }

    /// <summary>The cells of a run folder by id, the control arm among them.</summary>
    public static IReadOnlyDictionary<string, CellRun> CellsOf(RunContents contents)
    {
        ILookup<string, FlowRecord> flows = contents.Flows.ToLookup(flow => flow.Cell);
        ILookup<string, RunEvent> events = contents.Events.ToLookup(entry => entry.Cell);
        ILookup<string, TableSample> table = contents.Table.ToLookup(sample => sample.Cell);
        return contents.Results.Cells.ToDictionary(
            cell => cell.Id,
            cell => new CellRun(
                cell, [.. flows[cell.Id]], [.. events[cell.Id]],
                [.. contents.Results.Invalid.Where(reason => reason.StartsWith($"{cell.Id}, repetition ", StringComparison.Ordinal))])
            {
                Table = [.. table[cell.Id]],
            });
    }

    private static RunFolderException Other(RunFolder folder, string what) =>
        new($"{folder.FolderPath}: holds a run of {what}, which this one cannot finish; name another folder with --out, or run it "
            + $"as it was run.");
}
