using Chaos.Scenarios;
using Chaos.Scenarios.Cells;

namespace Chaos.Experiments.Planning;

/// <summary>`--only axis=value`: a part of the matrix.</summary>
/// <remarks>Several values of one axis add up; several axes must all hold.</remarks>
internal static class CellFilter
{
    /// <exception cref="RefusedException">An axis or a value that the matrix does not have.</exception>
    public static ScenarioPlan Apply(ScenarioPlan plan, IReadOnlyList<string> only)
    {
        if (only.Count == 0) return plan;
        ILookup<string, string> wanted = only.Select(text => Parse(plan, text)).ToLookup(pair => pair.Axis, pair => pair.Value);
        List<Cell> cells = [.. plan.Cells.Where(cell => wanted.All(axis => axis.Contains(ValueOf(cell, axis.Key))))];
        if (cells.Count == 0) throw new RefusedException($"{plan.Scenario.Name}: no cell is left by --only {string.Join(' ', only)}");
        return plan.PartOf(cells);
    }

    private static (string Axis, string Value) Parse(ScenarioPlan plan, string text)
    {
        string[] parts = text.Split('=', 2);
        string[] values = [.. plan.Cells.Select(cell => ValueOf(cell, parts[0])).OfType<string>().Distinct()];
        if (parts.Length < 2) throw new RefusedException($"--only {text}: write axis=value");
        if (values.Length == 0)
        {
            throw new RefusedException(
                $"--only {text}: {plan.Scenario.Name} has no axis '{parts[0]}'; it has "
                    + $"{List(plan.Cells[0].Axes.Select(axis => axis.Key))}");
        }

        if (!values.Contains(parts[1]))
            throw new RefusedException($"--only {text}: '{parts[1]}' is no value of {parts[0]}; there are {List(values)}");
        return (parts[0], parts[1]);
    }

    private static string? ValueOf(Cell cell, string axis) => cell.Axes.FirstOrDefault(entry => entry.Key == axis).Value;

    private static string List(IEnumerable<string> words) => string.Join(", ", words.DefaultIfEmpty("none"));
}
