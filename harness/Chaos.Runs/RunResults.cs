using System.Globalization;
using System.Text.Json.Serialization;
using Chaos.Survival;

namespace Chaos.Runs;

/// <summary>`results.json`, schema version 1, fields in the order in which they are written.</summary>
/// <remarks>`question`, `replay` and `invalid` are additions behind the documented fields.</remarks>
public sealed record RunResults
{
    public const int CurrentSchemaVersion = 1;

    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The scenario's name.</summary>
    public required string Scenario { get; init; }

    /// <summary>`sim`, `docker`, or, where the cells of the whole run are in several worlds, their names joined: `sim,docker`.</summary>
    public required string Backend { get; init; }

    /// <summary>`csharp` or `kernel`.</summary>
    public required string MapEngine { get; init; }

    public required ulong Seed { get; init; }

    public required Verdict Verdict { get; init; }

    public required RunEnvironment Environment { get; init; }

    /// <summary>In plan order; the control arm, where there is one, has the id <see cref="CellResult.ControlId"/>.</summary>
    public required IReadOnlyList<CellResult> Cells { get; init; }

    public required IReadOnlyList<ExpectationResult> Expectations { get; init; }

    public required IReadOnlyList<ComparisonResult> Comparisons { get; init; }

    /// <summary>The question that the scenario asks; empty if it asks none.</summary>
    public required string Question { get; init; }

    /// <summary>The command that runs this again, e.g. `./chaos run quickstart.yaml --seed 42`.</summary>
    public required string Replay { get; init; }

    /// <summary>
    /// Addition: who says whether a flow that was found dead after the end was alive at the end. `target`: the target tells when it lost
    /// the flow. `endpoints`: only what arrived after the end counts, for every target alike. Null in runs of before it was kept.
    /// </summary>
    public string? TailRule { get; init; }

    /// <summary>Why the run says nothing whatever its numbers: a control arm that lost flows, a late generator. Empty: valid.</summary>
    public required IReadOnlyList<string> Invalid { get; init; }

    /// <summary>Addition: what this scenario's worlds and targets leave out, a sentence each. Null in runs of before it was kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? NotModelled { get; init; }

    /// <summary>Addition: what a search for a size found; null for other runs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SizingResult? Sizing { get; init; }
}

/// <summary>Where the run took place; null: not known or not used.</summary>
public sealed record RunEnvironment(string? Commit, string Dotnet, string Kernel, int Cpus, string? Docker);

/// <summary>One expectation, judged.</summary>
/// <param name="Text">The expectation as one line.</param>
/// <param name="Verdict">What came of it.</param>
/// <param name="Observed">What was seen, ready to read, e.g. `99.6 %`.</param>
/// <param name="Basis">On what the verdict rests, e.g. `one run`, `3 repetitions`.</param>
/// <param name="Margin">Addition: room to the bound in its unit (a share), negative when missed; null without an estimate.</param>
/// <param name="RepetitionsNeeded">Addition: how many repetitions would decide what is unknown; null where it is decided, or none
/// would.</param>
public sealed record ExpectationResult(
    string Text, Verdict Verdict, string Observed, string Basis, double? Margin, int? RepetitionsNeeded = null)
{
    /// <summary>Addition: true where the run is a part that lacks cells which the expectation is about; its verdict is unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NotJudged { get; init; }

    /// <summary>
    /// Addition: what the runs show without any model: `in 10 of 10 runs at least 99.98 % lived; at least 74 % of runs do (95 %)`. Null
    /// with
    /// one repetition, and for comparisons and counts.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Runs { get; init; }

    /// <summary>Addition: the id of the cell that decides; null where there is none, and in runs of before it was kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cell { get; init; }

    /// <summary>Addition: the id of the cell that it is compared with; null where none is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Against { get; init; }

    /// <summary>Addition: the group that it is about; null: all flows of the cell.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Group { get; init; }

    /// <summary>How many of them were judged, in words; null where all were.</summary>
    public static string? PartText(IReadOnlyList<ExpectationResult> all)
    {
        int left = all.Count(one => one.NotJudged);
        return left == 0 ? null : string.Create(
            CultureInfo.InvariantCulture, $"this is a part: {all.Count - left} of {all.Count} expectations judged");
    }
}

/// <summary>By how much one value of an axis did better than another, all else alike: survival(Better) - survival(Than).</summary>
/// <param name="Better">Value of the axis <see cref="Along"/>.</param>
/// <param name="Than">Value of the axis <see cref="Along"/>.</param>
/// <param name="Where">The other axis values, in order, and `group` where one flow group was compared.</param>
/// <param name="Difference">-1 to 1; null without an estimate on either side.</param>
/// <param name="Lower">Of the 95 % interval from repetitions paired by seed; null with one repetition.</param>
/// <param name="Upper">Null with one repetition.</param>
/// <param name="PValue">Chance of such a difference if there is none; null with one repetition.</param>
public sealed record ComparisonResult(
    string Better,
    string Than,
    [property: JsonConverter(typeof(AxesConverter))] IReadOnlyList<KeyValuePair<string, string>> Where,
    double? Difference,
    double? Lower,
    double? Upper,
    double? PValue)
{
    /// <summary>The axis of variants, along which most comparisons are.</summary>
    public const string Variants = "variant";

    public const string OfSurvival = "survival", OfNewcomers = "newcomers";

    /// <summary>
    /// Addition: what was compared. `newcomers`: the difference is that of newcomers who did not fail, so that more is better here too.
    /// </summary>
    public string Of { get; init; } = OfSurvival;

    /// <summary>Addition: the axis whose values are compared.</summary>
    public string Along { get; init; } = Variants;
}
