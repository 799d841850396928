using System.Globalization;
using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Sections;

/// <summary>Dead flows by name, so that a death can be followed into the folder.</summary>
internal static class FlowExplorer
{
    private const int MostRows = 500;

    private static readonly string[] Columns =
        ["cell", "repetition", "flow", "protocol", "cause", "mechanism", "broken at", "detected at", "eviction"];

    public static Markup Render(ReportModel model)
    {
        FlowRecord[] dead = [.. model.Run.Flows.Where(flow => flow.State is FlowState.Died or FlowState.Refused)];
        List<FlowRecord> shown = FairShare(dead);
        ILookup<(string, int, string?), RunEvent> evictions = model.Run.Events
            .Where(one => one is { Kind: RunEventKind.Eviction, Flow: not null })
            .ToLookup(one => (one.Cell, one.Repetition, one.Flow));

        string told = dead.Length > shown.Count
            ? $"{shown.Count} of {Numbers.Count(dead.Length)} dead flows: the first of each cell, in equal parts (at most {MostRows}); "
                + "flows.csv has them all."
            : dead.Length == 0 ? "No watched flow died." : $"All {Numbers.Plural(dead.Length, "dead flow")}.";
        Markup table = dead.Length == 0
            ? Markup.Empty
            : Table.Of(
                "Dead flows",
                "small sortable",
                Columns.Select(Table.Head),
                shown.Select(flow => Row(flow, evictions[(flow.Cell, flow.Repetition, flow.Flow)])));
        return Markup.Of($"""
            <section id="flows" aria-labelledby="flows-heading">
            <h2 id="flows-heading">Dead flows</h2>
            <p>{told}</p>
            <div class="tall">{table}</div>
            </section>
            """);
    }

    /// <summary>The same number from every cell, more where other cells have fewer; in file order.</summary>
    private static List<FlowRecord> FairShare(FlowRecord[] dead)
    {
        FlowRecord[][] cells = [.. dead.GroupBy(flow => flow.Cell).Select(cell => cell.ToArray())];
        int[] shares = new int[cells.Length];
        int left = MostRows;
        foreach (int index in Enumerable.Range(0, cells.Length).OrderBy(index => cells[index].Length))
        {
            int waiting = shares.Count(share => share == 0);
            shares[index] = Math.Min(cells[index].Length, left / Math.Max(1, waiting));
            left -= shares[index];
        }

        return [.. cells.SelectMany((cell, index) => cell.Take(shares[index]))];
    }

    private static Markup Row(FlowRecord flow, IEnumerable<RunEvent> evictions) => Table.Row(
        Table.CodeHead(flow.Cell),
        Table.Number(flow.Repetition),
        Table.Cell(flow.Flow),
        Table.Cell(flow.Protocol),
        Table.Cell(Spelling.Of(flow.Cause)),
        Table.Cell(Spelling.Of(flow.Mechanism)),
        Time(flow.BrokenAtNs),
        Time(flow.DetectedAtNs),
        Table.Cell(string.Join("; ", evictions.Select(Eviction))));

    private static Markup Time(long? nanoseconds)
    {
        string order = (nanoseconds ?? long.MinValue).ToString(CultureInfo.InvariantCulture);
        return Markup.Of($"""<td class="number" data-order="{order}">{Numbers.Moment(nanoseconds)}</td>""");
    }

    private static string Eviction(RunEvent eviction)
    {
        string?[] parts =
        [
            eviction.By is { } by ? $"by {by}" : null,
            eviction.Half is { } half ? $"{half} entry" : null,
            eviction.Rule,
            eviction.Met is { } met ? $"then {met}" : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }
}
