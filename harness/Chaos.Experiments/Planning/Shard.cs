using System.Globalization;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;

namespace Chaos.Experiments.Planning;

/// <summary>`--shard i/n`: every n-th cell from the i-th on, for machines that share a matrix.</summary>
internal static class Shard
{
    /// <exception cref="RefusedException">Not i/n with 1 &lt;= i &lt;= n, or a share without a cell.</exception>
    public static ScenarioPlan Apply(ScenarioPlan plan, string? shard)
    {
        if (shard is null) return plan;
        int[] numbers = [.. shard.Split('/').Select(
            part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0)];
        if (numbers is not [> 0 and int part, > 0 and int parts] || part > parts)
            throw new RefusedException($"--shard {shard}: write i/n, for example 1/4 for the first of four");
        List<Cell> cells = [.. plan.Cells.Where((_, place) => place % parts == part - 1)];
        if (cells.Count == 0) throw new RefusedException($"--shard {shard}: {plan.Scenario.Name} has only {plan.Cells.Count} cells");
        return plan.PartOf(cells);
    }
}
