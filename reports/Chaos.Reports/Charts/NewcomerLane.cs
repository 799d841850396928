using Chaos.Runs;

namespace Chaos.Reports.Charts;

/// <summary>Failing newcomers by the second in which they started.</summary>
internal static class NewcomerLane
{
    private const double Height = 72;

    /// <summary>Few fail as a rule: the scale ends where they do, but never below this share.</summary>
    private const double LeastMaximum = 0.05;

    /// <summary>Of one column of a block, in row order; cells in which nobody sees newcomers have no line. Null without any.</summary>
    public static Lane? Of(Grid grid, GridBlock block, string column)
    {
        (string Name, string Style, (double From, double To, double? Share)[] Steps, double Total)[] lines =
        [
            .. from row in grid.Rows.Select((name, index) => (Name: name, Index: index))
               let cell = block.At(row.Name, column)
               where cell?.Pressure?.FailedEstimate is not null
               select (grid.RowText(row.Name), Series.StyleOf(row.Index), StepsOf(cell.Pressure!, cell.Survival.At).ToArray(),
                   cell.Pressure!.FailedEstimate!.Value),
        ];
        if (lines.Length == 0) return null;
        double largest = lines.SelectMany(line => line.Steps).Max(step => step.Share) ?? 0;
        double most = Lane.RoundMaximum(Math.Max(LeastMaximum, largest));
        return new Lane("newcomers that fail", Height, 100 * most, " %", [.. lines.Select(line => Line(line, most))]);
    }

    private static LaneLine Line((string Name, string Style, (double From, double To, double? Share)[] Steps, double Total) line,
        double most)
    {
        (double From, double To, double? Share)[] steps = [.. line.Steps.Select(step => (step.From, step.To, step.Share / most))];
        return new LaneLine(
            line.Name, line.Style, plot => StepPath.Of(steps, plot), _ => "",
                steps.LastOrDefault(step => step.Share is not null).Share ?? 0,
            ShareText.Percent(line.Total));
    }

    private static IEnumerable<(double From, double To, double? Share)> StepsOf(PressureResult pressure, double duration)
    {
        int seconds = (int)Math.Ceiling(duration), width = Math.Max(1, (int)Math.Ceiling(seconds / 200.0));
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
