using Chaos.Runs;

namespace Chaos.Reports;

/// <summary>The flows of each cell by where they stand, so that none of ten million records is kept but while it is looked at.</summary>
internal sealed class FlowRanges
{
    private readonly IReadOnlyList<FlowRecord> flows;
    private readonly Dictionary<string, List<(int From, int To)>> ranges = new(StringComparer.Ordinal);

    public FlowRanges(IReadOnlyList<FlowRecord> flows)
    {
        this.flows = flows;
        Func<int, string> cellOf = flows is FlowColumns columns ? columns.CellOf : index => flows[index].Cell;
        for (int from = 0, to = 0; from < flows.Count; from = to)
        {
            string cell = cellOf(from);
            for (to = from + 1; to < flows.Count && cellOf(to) == cell;) to++;
            if (!ranges.TryGetValue(cell, out List<(int, int)>? own)) ranges.Add(cell, own = []);
            own.Add((from, to));
        }
    }

    /// <summary>In file order; none for a cell without flows.</summary>
    public IEnumerable<FlowRecord> Of(string cell)
    {
        foreach ((int from, int to) in ranges.GetValueOrDefault(cell) ?? [])
            for (int index = from; index < to; index++)
                yield return flows[index];
    }
}
