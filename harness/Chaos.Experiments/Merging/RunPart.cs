using System.Text.Json;
using Chaos.Experiments.Running;
using Chaos.Runs;

namespace Chaos.Experiments.Merging;

/// <summary>One run folder that is a part of a run.</summary>
/// <param name="Folder">Its path, as messages show it.</param>
/// <param name="Identity">What it is of.</param>
/// <param name="Contents">What it holds.</param>
internal sealed record RunPart(string Folder, RunIdentity Identity, RunContents Contents)
{
    public IReadOnlyDictionary<string, CellRun> Cells { get; } = EarlierRun.CellsOf(Contents);

    /// <exception cref="RunFolderException">There is no such folder, or a file of it is missing.</exception>
    /// <exception cref="DamagedRunException">A file is not what it should be.</exception>
    public static RunPart Read(string path)
    {
        RunFolder folder = RunFolder.Open(path);
        RunIdentity identity = folder.ReadIdentity()
            ?? throw new RunFolderException($"{path}: has no run.json, so it is no run of this version of chaos; run it again");
        return new RunPart(path, identity, folder.Read());
    }

    /// <summary>Why it is no part of the same run as another one; null: it is.</summary>
    public string? WhyNotOf(RunPart other)
    {
        if (Contents.ScenarioYaml != other.Contents.ScenarioYaml) return $"{Folder}: is of another scenario than {other.Folder}";
        return (Identity with { Cells = null }).WhatDiffersFrom(other.Identity with { Cells = null }) is { } what
            ? $"{Folder}: is a run of {what}, unlike {other.Folder}"
            : null;
    }

    /// <summary>Whether a cell that both hold is the same in both, but for the time that it took.</summary>
    public bool HasSame(string id, RunPart other)
    {
        (CellRun mine, CellRun theirs) = (Cells[id], other.Cells[id]);
        return mine.Flows.SequenceEqual(theirs.Flows) && Text(mine) == Text(theirs);
    }

    private static string Text(CellRun cell) =>
        JsonSerializer.Serialize(cell.Result with { WallSeconds = 0 }) + JsonSerializer.Serialize(cell.Events);
}
