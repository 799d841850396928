using Chaos.Runs;
using Chaos.Scenarios;

namespace Chaos.Experiments.Merging;

/// <summary>One run folder that is a part of a run.</summary>
/// <param name="Folder">Its path, as messages show it.</param>
/// <param name="Identity">What it is of.</param>
/// <param name="ScenarioYaml">The resolved scenario.</param>
/// <param name="Results">Of its whole cells.</param>
/// <param name="Repetitions">Those that are done.</param>
internal sealed record RunPart(
    string Folder, RunIdentity Identity, string ScenarioYaml, RunResults Results, RepetitionStore Repetitions)
{
    /// <exception cref="RunFolderException">There is no such folder, or a file of it is missing.</exception>
    /// <exception cref="DamagedRunException">A file is not what it should be.</exception>
    public static RunPart Read(string path)
    {
        using RunFolder folder = RunFolder.Open(path);
        RunIdentity identity = folder.ReadIdentity()
            ?? throw new RunFolderException($"{path}: has no run.json, so it is no run of this version of chaos; run it again");
        string scenario = folder.ReadScenario() ?? throw new RunFolderException($"{path}: has no scenario.yaml; run it again");
        if (identity.Cells is null)
            throw new RunFolderException($"{path}: is a whole run, not a part; merge folders that --shard or --only have written");
        return new RunPart(path, identity, scenario, folder.ReadResults(), folder.Repetitions);
    }

    /// <summary>Why it is no part of the same run as another one; null: it is.</summary>
    public string? WhyNotOf(RunPart other)
    {
        if (ScenarioYaml != other.ScenarioYaml) return $"{Folder}: is of another scenario than {other.Folder}";
        RunIdentity mine = Identity with { Cells = null, Partial = null }, theirs = other.Identity with { Cells = null, Partial = null };
        return mine.WhatDiffersFrom(theirs) is { } what ? $"{Folder}: is a run of {what}, unlike {other.Folder}" : null;
    }

    /// <summary>The cell as this part has it; null: it has not all of its repetitions.</summary>
    public CellResult? ResultOf(string id) => Results.Cells.FirstOrDefault(cell => cell.Id == id);

    /// <summary>The repetitions of a cell that this part should have; null: none.</summary>
    /// <param name="id">Of the cell.</param>
    /// <param name="all">Of a cell that it has whole.</param>
    public RepetitionRange? PromisedOf(string id, int all)
    {
        if (Identity.Cells?.Contains(id) != true) return null;
        return Identity.Partial?.FirstOrDefault(cell => cell.Id == id) is { } some
            ? new RepetitionRange(some.First, some.Last) : RepetitionRange.To(ResultOf(id)?.Repetitions ?? all);
    }
}
