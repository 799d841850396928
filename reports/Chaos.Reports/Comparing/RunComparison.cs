using Chaos.Runs;
using Chaos.Survival;

namespace Chaos.Reports.Comparing;

/// <summary>
/// Several runs laid over each other as one: each cell gets an axis that names its run, and each claim that a later run is no worse than
/// the
/// first one, by a margin, is an expectation. So the same page, summary and verdict serve any runs: two commits, two worlds, two targets.
/// </summary>
public static class RunComparison
{
    /// <summary>The axis that names the run of a cell.</summary>
    public const string Axis = "run";

    /// <param name="runs">Names, each once, and contents; the first is what the others are compared with.</param>
    /// <param name="margin">How much less survival is no worse: 0 to 1.</param>
    /// <param name="newcomersMargin">How many more newcomers may fail: 0 to 1.</param>
    /// <param name="replay">The command that compares them again.</param>
    /// <returns>A run whose verdict is: is any of the later runs worse anywhere?</returns>
    public static RunContents Of(IReadOnlyList<(string Name, RunContents Run)> runs, double margin, double newcomersMargin, string replay)
    {
        ArgumentNullException.ThrowIfNull(runs);
        (string Name, CellResult[] Cells)[] named = [.. runs.Select(run =>
            (run.Name, CellsOf(run.Run).Select(cell => Named(cell, run.Name)).ToArray()))];
        List<ComparedCells> pairs = [.. named.Skip(1).SelectMany(run =>
            ComparedCells.Of(named[0].Cells, run.Cells, runs[0].Name, run.Name))];
        ExpectationResult[] claims = [.. pairs.SelectMany(pair => pair.Judge(margin, newcomersMargin))];
        RunResults first = runs[0].Run.Results;
        string[] invalid = [.. runs.SelectMany(run => run.Run.Results.Invalid.Select(reason => $"{run.Name}: {reason}"))];
        string later = string.Join(" and ", runs.Skip(1).Select(run => run.Name));
        return new RunContents(
            string.Join("\n", runs.Select(run => $"# {run.Name}\n{run.Run.ScenarioYaml}")),
            first with
            {
                Scenario = string.Join(" against ", runs.Select(run => run.Name).Reverse()),
                Backend = string.Join(",", runs.Select(run => run.Run.Results.Backend).Distinct()),
                MapEngine = string.Join(",", runs.Select(run => run.Run.Results.MapEngine).Distinct()),
                Cells = [.. named.SelectMany(run => run.Cells)],
                Expectations = claims,
                Comparisons = [.. pairs.SelectMany(pair => pair.Compare())],
                Question = $"{first.Question} Is {later} no worse than {runs[0].Name}?".TrimStart(),
                Replay = replay,
                Invalid = invalid,
                Verdict = invalid.Length > 0 || claims.Length == 0 ? Verdict.Unknown
                    : Verdicts.Combine(claims.Select(claim => claim.Verdict)),
                NotModelled = [.. runs.SelectMany(run => run.Run.Results.NotModelled ?? []).Distinct()],
                Sizing = null,
            },
            [.. runs.SelectMany(run => run.Run.Flows.Where(flow => flow.Cell != CellResult.ControlId)
                .Select(flow => flow with { Cell = IdOf(flow.Cell, run.Name) }))],
            [.. runs.SelectMany(run => run.Run.Events.Where(one => one.Cell != CellResult.ControlId)
                .Select(one => one with { Cell = IdOf(one.Cell, run.Name) }))])
        {
            Table = [.. runs.SelectMany(run => run.Run.Table.Select(sample => sample with { Cell = IdOf(sample.Cell, run.Name) }))],
            Remarks = RunDifferences.Of(runs, [.. named.Select(run => (run.Name, run.Cells))]),
        };
    }

    private static IEnumerable<CellResult> CellsOf(RunContents run) => run.Results.Cells.Where(cell => !cell.IsControl);

    private static CellResult Named(CellResult cell, string run) =>
        cell with { Id = IdOf(cell.Id, run), Axes = [.. cell.Axes, KeyValuePair.Create(Axis, run)] };

    private static string IdOf(string cell, string run) => $"{cell},{Axis}={run}";
}
