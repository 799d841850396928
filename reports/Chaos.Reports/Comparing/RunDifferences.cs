using System.Globalization;
using Chaos.Runs;

namespace Chaos.Reports.Comparing;

/// <summary>What else differs between runs that are compared, a sentence each: it is said, not hidden.</summary>
internal static class RunDifferences
{
    private const int MostLines = 4;

    public static IReadOnlyList<string> Of(IReadOnlyList<(string Name, RunContents Run)> runs,
        IReadOnlyList<(string Name, CellResult[] Cells)> cells)
    {
        List<string> told = [];
        (string firstName, RunContents first) = runs[0];
        for (int place = 1; place < runs.Count; place++)
        {
            (string name, RunContents run) = runs[place];
            if (ScenarioLines(first.ScenarioYaml, run.ScenarioYaml) is { } lines) told.Add($"{name} and {firstName} are of different "
                + $"scenarios: {lines}.");
            Add("seed", first.Results.Seed.ToString(CultureInfo.InvariantCulture), run.Results.Seed.ToString(CultureInfo.InvariantCulture));
            Add("backend", first.Results.Backend, run.Results.Backend);
            Add("map engine", first.Results.MapEngine, run.Results.MapEngine);
            Add("target", Targets(first), Targets(run));
            Add("repetitions", Repetitions(first), Repetitions(run));
            Add("commit", Commit(first), Commit(run));
            Add("kernel", first.Results.Environment.Kernel, run.Results.Environment.Kernel);
            HashSet<string> mine = [.. cells[0].Cells.Select(ComparedCells.AxesOf)],
                its = [.. cells[place].Cells.Select(ComparedCells.AxesOf)];
            int only = mine.Count(id => !its.Contains(id)), other = its.Count(id => !mine.Contains(id));
            if (mine.Count == 1 && its.Count == 1) continue;
            if (only + other > 0) told.Add($"Cells of one run alone are not compared: {only} of {firstName}, {other} of {name}.");

            void Add(string what, string one, string another)
            {
                if (one != another) told.Add($"They differ in {what}: {firstName} has {one}, {name} {another}.");
            }
        }

        return told;
    }

    /// <summary>The lines that only one of two scenarios has; null where there are none.</summary>
    private static string? ScenarioLines(string one, string other)
    {
        string[] first = one.Split('\n'), second = other.Split('\n');
        string[] lines = [.. Only(first, second, "-"), .. Only(second, first, "+")];
        if (lines.Length == 0) return null;
        string more = lines.Length > MostLines ? $" and {lines.Length - MostLines} more" : "";
        return $"{string.Join("; ", lines.Take(MostLines))}{more}";

        static IEnumerable<string> Only(string[] lines, string[] others, string sign) =>
            lines.Except(others).Where(line => line.Trim().Length > 0).Select(line => $"{sign} {line.Trim()}");
    }

    private static string Targets(RunContents run) =>
        string.Join(", ", run.Results.Cells.Where(cell => !cell.IsControl).Select(cell => cell.Target).Distinct());

    private static string Repetitions(RunContents run) => string.Join(
        ", ", run.Results.Cells.Where(cell => !cell.IsControl).Select(cell => cell.Repetitions).Distinct().Order()
            .Select(count => count.ToString(CultureInfo.InvariantCulture)));

    private static string Commit(RunContents run) => run.Results.Environment.Commit is { } commit ? commit[..Math.Min(12, commit.Length)]
        : "not known";
}
