using Chaos.Runs;
using Chaos.Scenarios;

namespace Chaos.Experiments.Running;

/// <summary>What an interrupted run has left in its folder.</summary>
internal static class EarlierRun
{
    /// <summary>Whether the folder holds all cells of the run.</summary>
    /// <param name="folder">With or without results.</param>
    /// <param name="plan">The run that is to go on.</param>
    /// <param name="now">What it is of.</param>
    /// <param name="total">Cells that it has, the control arm included.</param>
    /// <exception cref="RunFolderException">The folder holds another run: its repetitions would not fit.</exception>
    public static bool IsComplete(RunFolder folder, ScenarioPlan plan, RunIdentity now, int total)
    {
        if (folder.ReadScenario() is { } scenario && scenario != plan.ResolvedYaml) throw Other(folder, "another scenario or seed");
        if (folder.ReadIdentity()?.WhatDiffersFrom(now) is { } other) throw Other(folder, other);
        if (!folder.HasResults) return false;
        RunResults before = folder.ReadResults();
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
        return plan.Whole is null && before.Cells.Count == total;
    }

    private static RunFolderException Other(RunFolder folder, string what) =>
        new($"{folder.FolderPath}: holds a run of {what}, which this one cannot finish; name another folder with --out, or run it "
            + $"as it was run.");
}
