using System.Text.Json.Serialization;

namespace Chaos.Runs;

/// <summary>`run.json`: what a run folder is of. It is written first, so that no other run can go on in the folder.</summary>
/// <param name="SchemaVersion">Of this file.</param>
/// <param name="Scenario">The scenario's name; its text is in scenario.yaml.</param>
/// <param name="Seed">The scenario's seed.</param>
/// <param name="Commit">Of Chaos; null: not known.</param>
/// <param name="Backend">See <see cref="RunResults.Backend"/>.</param>
/// <param name="MapEngine">`csharp` or `kernel`.</param>
/// <param name="Cells">Ids of the cells, where the run is a part of the matrix; null: the whole.</param>
public sealed record RunIdentity(
    int SchemaVersion, string Scenario, ulong Seed, string? Commit, string Backend, string MapEngine, IReadOnlyList<string>? Cells)
{
    public const int CurrentSchemaVersion = 1;

    /// <summary>Addition: those of <see cref="Cells"/> of which the run has only some repetitions; null: it has all of each.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PartialCell>? Partial { get; init; }

    /// <summary>What this run is, where it differs from another one, in words; null: they are the same run.</summary>
    public string? WhatDiffersFrom(RunIdentity other)
    {
        if (Scenario != other.Scenario || Seed != other.Seed) return "another scenario or seed";
        if ((Backend, MapEngine) != (other.Backend, other.MapEngine)) return $"--backend {Backend} --map-engine {MapEngine}";
        if (Commit != other.Commit) return $"commit {Commit ?? "unknown"} of chaos";
        if (Cells is null) return other.Cells is null ? null : "all cells, not of some (--only, --shard)";
        return other.Cells is not null && Cells.SequenceEqual(other.Cells) && (Partial ?? []).SequenceEqual(other.Partial ?? [])
            ? null : "other cells (--only, --shard)";
    }
}

/// <summary>Repetitions of a cell.</summary>
/// <param name="Id">The cell's id.</param>
/// <param name="First">From 1.</param>
/// <param name="Last">At least the first.</param>
public sealed record PartialCell(string Id, int First, int Last);
