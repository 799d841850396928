using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Charts;

/// <summary>The table of a column's cells over time, means over their repetitions; a quantity that is always 0 has no lane.</summary>
internal static class TableLanes
{
    private const double Height = 44;

    /// <summary>What is drawn: the name, how two samples that follow each other give a value, and its unit.</summary>
    private static readonly (string Title, Func<TableSample, TableSample, double?> Of, string Unit)[] Quantities =
    [
        ("table fill", (_, now) => 100 * now.Fill, " %"),
        ("evictions a second", (before, now) => PerSecond(before, now, one => one.Evictions), "/s"),
        ("restores a second", (before, now) => PerSecond(before, now, one => one.RestoredReverse + one.RestoredOriginal), "/s"),
        ("refused or without a port, a second", (before, now) => PerSecond(before, now, one => one.Refusals + one.AllocationFailures),
            "/s"),
        ("entries of watched flows without their partner", (_, now) => now.WatchedHalves, ""),
    ];

    public static IEnumerable<Lane> Of(ReportModel model, GridBlock block, string column)
    {
        (string Name, string Style, ILookup<int, TableSample> Samples)[] rows =
        [
            .. from row in model.Grid.Rows.Select((name, index) => (Name: name, Index: index))
               let cell = block.At(row.Name, column)
               where cell is not null
               let samples = model.TableOf(cell)
               where samples.Count > 0
               select (model.Grid.RowText(row.Name), Series.StyleOf(row.Index), samples),
        ];
        foreach ((string title, Func<TableSample, TableSample, double?> quantity, string unit) in Quantities)
        {
            (string Name, string Style, (double From, double To, double? Value)[] Steps)[] lines =
                [.. rows.Select(row => (row.Name, row.Style, Mean(row.Samples, quantity))).Where(row =>
                    row.Item3.Any(step => step.Value is not null))];
            double largest = lines.SelectMany(line => line.Steps).Max(step => step.Value) ?? 0;
            if (largest <= 0) continue;
            double most = unit == " %" ? 100 : Lane.RoundMaximum(largest);
            yield return new Lane(title, Height, most, unit,
                [.. lines.Select(line => Line(line.Name, line.Style, line.Steps, most, unit))]);
        }
    }

    private static LaneLine Line(string name, string style, (double From, double To, double? Value)[] steps, double most, string unit)
    {
        (double From, double To, double? Share)[] shares = [.. steps.Select(step => (step.From, step.To, step.Value / most))];
        double last = steps.LastOrDefault(step => step.Value is not null).Value ?? 0;
        return new LaneLine(name, style, plot => StepPath.Of(shares, plot), _ => "", last / most, unit == " %"
            ? ShareText.Percent(last / 100) : $"{Numbers.Short(Math.Round(last, 1))}{unit}");
    }

    private static (double From, double To, double? Value)[] Mean(
        ILookup<int, TableSample> samples, Func<TableSample, TableSample, double?> quantity) =>
    [
        .. samples.SelectMany(repetition => repetition.Zip(repetition.Skip(1), (before, now) => (
                From: Seconds.FromNanoseconds(before.TimeNs), To: Seconds.FromNanoseconds(now.TimeNs), Value: quantity(before, now))))
            .GroupBy(step => (step.From, step.To)).OrderBy(step => step.Key.From)
            .Select(step => (step.Key.From, step.Key.To, step.Average(one => one.Value))),
    ];

    private static double PerSecond(TableSample before, TableSample now, Func<TableSample, long> counter) =>
        // A table that was made anew counts from 0 again.
        Math.Max(0, counter(now) - counter(before)) / Math.Max(1e-9, Seconds.FromNanoseconds(now.TimeNs - before.TimeNs));
}
