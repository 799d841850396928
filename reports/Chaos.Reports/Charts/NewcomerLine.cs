using System.Text;
using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Charts;

/// <summary>Failing newcomers over time: a step for each second, or for as many as share a unit of the drawing.</summary>
/// <param name="Name">The row of the grid.</param>
/// <param name="Index">Its place in the grid's rows: the same colour and dashes all over the report.</param>
/// <param name="Steps">Seconds that a step covers, and the share in it; null where no fate was seen.</param>
/// <param name="Total">Over the whole run.</param>
internal sealed record NewcomerLine(string Name, int Index, IReadOnlyList<(double From, double To, double? Share)> Steps, double Total)
{
    public string Style => Series.StyleOf(Index);

    /// <summary>Of one column of a block, in row order; cells in which nobody sees newcomers have no line.</summary>
    public static IReadOnlyList<NewcomerLine> Of(Grid grid, GridBlock block, string column, Plot plot) =>
    [
        .. from row in grid.Rows.Select((name, index) => (Name: name, Index: index))
           let cell = block.At(row.Name, column)
           where cell?.Pressure?.FailedEstimate is not null
           let pressure = cell.Pressure!
           select new NewcomerLine(grid.RowText(row.Name), row.Index, [.. StepsOf(pressure, plot)], pressure.FailedEstimate!.Value),
    ];

    /// <summary>`M`, then `V` and `H` in turn.</summary>
    public string Path(Plot plot)
    {
        StringBuilder path = new();
        foreach ((double from, double to, double? share) in Steps)
        {
            if (share is not { } height) continue;
            string y = Numbers.Pixel(plot.Y(height));
            path.Append(path.Length == 0 ? $"M{Numbers.Pixel(plot.X(from))} {y}" : $"V{y}");
            path.Append($"H{Numbers.Pixel(plot.X(to))}");
        }

        return path.ToString();
    }

    private static IEnumerable<(double From, double To, double? Share)> StepsOf(PressureResult pressure, Plot plot)
    {
        int seconds = (int)Math.Ceiling(plot.DurationSeconds), width = Math.Max(1, (int)Math.Ceiling(seconds / plot.Width));
        for (int from = 0; from < seconds; from += width)
        {
            long answered = 0, failed = 0;
            foreach (NewcomerSeconds counts in pressure.Groups.Select(group => group.BySecond).OfType<NewcomerSeconds>())
            {
                answered += counts.Answered.Skip(from).Take(width).Sum();
                failed += counts.Failed.Skip(from).Take(width).Sum();
            }

            yield return (from, from + width, answered + failed == 0 ? null : (double)failed / (answered + failed));
        }
    }
}
