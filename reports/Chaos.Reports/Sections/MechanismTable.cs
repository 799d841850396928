using Chaos.Model;
using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Sections;

/// <summary>What our own NAT knows of the dead, and what happened in its map meanwhile.</summary>
internal static class MechanismTable
{
    private static readonly string[] Counters = ["evictions", "restored reverse", "restored original", "allocation failures", "packets"];

    public static Markup Render(ReportModel model)
    {
        Markup table = Table.Of(
            "Mechanisms and map counters by cell",
            "small",
            [Table.Head("cell"), .. Spelling.All<Mechanism>().Concat(Counters).Select(Table.NumberHead)],
            Detail.Listed(model).Select(cell => Row(model, cell)));
        return Markup.Of($"""
            <h3>Mechanisms and the map</h3>
            <p>Dead flows by what our NAT did to them, then the counters of its map over all repetitions.</p>
            {table}
            """);
    }

    private static Markup Row(ReportModel model, CellResult cell)
    {
        MapCounters? map = cell.Map;
        long?[] counters = [map?.Evictions, map?.RestoredReverse, map?.RestoredOriginal, map?.AllocationFailures, cell.Packets];
        return Table.Row(
        [
            Table.RowHead(CauseSection.Label(model, cell)),
            .. cell.Mechanisms.ByName.Select(entry => Table.FaintNumber(entry.Count)),
            .. counters.Select(Table.FaintNumber),
        ]);
    }
}
