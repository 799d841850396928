using Chaos.Model;
using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Sections;

/// <summary>What our own NAT knows of the dead, and what happened in its map meanwhile. Each row adds up to the dead of its cell.</summary>
internal static class MechanismTable
{
    private static readonly string[] FaultParts = ["fault: original", "fault: reverse", "fault: both", "fault: other"];

    private static readonly string[] Counters =
        ["evictions", "removed by faults", "restored reverse", "restored original", "allocation failures", "packets"];

    public static Markup Render(ReportModel model)
    {
        string[] heads =
        [
            .. Spelling.All<Mechanism>().Where(name => name != Spelling.Of(Mechanism.Fault)), .. FaultParts, "outside the NAT",
                "not known", "refused", "dead",
        ];
        ILookup<string, RunEvent> events = model.Run.Events.ToLookup(one => one.Cell);
        ILookup<string, FlowRecord> hit = model.Run.Flows
            .Where(flow => flow is { State: FlowState.Died, Mechanism: Mechanism.Fault }).ToLookup(flow => flow.Cell);
        Markup table = Table.Of(
            "Mechanisms and map counters by cell",
            "small",
            [Table.Head("cell"), .. heads.Concat(Counters).Select(Table.NumberHead)],
            Detail.Listed(model).Select(cell => Row(model, cell, [.. events[cell.Id]], [.. hit[cell.Id]])));
        return Markup.Of($"""
            <h3 id="mechanisms">Mechanisms and the map</h3>
            <p>Dead flows by what our NAT did to them, then the counters of its map over all repetitions. A dash: the target does not tell.</p>
            {table}
            """);
    }

    /// <summary>Whether the target tells mechanisms: the kernel's own map evicts in silence, and so does somebody else's NAT.</summary>
    public static bool IsTold(ReportModel model, CellResult cell) =>
        model.Results.MapEngine == "csharp" && cell.Target is not ("nftables" or "image" or "none" or "external")
        || cell.Mechanisms.ByName.Any(one => one.Count > 0);

    private static Markup Row(ReportModel model, CellResult cell, RunEvent[] events, FlowRecord[] hit)
    {
        bool told = IsTold(model, cell);
        (string Name, int Count)[] mechanisms = [.. cell.Mechanisms.ByName];
        int unexplained = cell.Flows.Died - mechanisms.Sum(one => one.Count);
        long?[] whole = [.. mechanisms.Where(one => one.Name != Spelling.Of(Mechanism.Fault)).Select(one => told ? (long?)one.Count
            : null)];
        long?[] parts = [.. HalvesOf(hit, events).Select(count => told ? (long?)count : null)];
        MapCounters? map = cell.Map;
        long?[] counters =
        [
            map?.Evictions, map is null ? null : RemovedByFaults(events), map?.RestoredReverse, map?.RestoredOriginal,
                map?.AllocationFailures,
            cell.Packets,
        ];
        return Table.Row(
        [
            Table.RowHead(CauseSection.Label(model, cell)),
            .. whole.Concat(parts)
                .Concat([told ? unexplained : null, told ? null : unexplained, cell.Flows.Refused, cell.Flows.Died + cell.Flows.Refused])
                .Concat(counters).Select(Table.FaintNumber),
        ]);
    }

    /// <summary>
    /// Which half a fault took from flows that died of it: original, reverse, both, or none (it stood in the flow's way).
    /// </summary>
    private static int[] HalvesOf(FlowRecord[] hit, RunEvent[] events)
    {
        ILookup<(int, string?), string?> halves = events.Where(one => one is { Kind: RunEventKind.Eviction, Rule: "fault" })
            .ToLookup(one => (one.Repetition, one.Flow), one => one.Half);
        int[] counts = new int[FaultParts.Length];
        foreach (FlowRecord flow in hit)
        {
            string?[] own = [.. halves[(flow.Repetition, flow.Flow)].Distinct()];
            counts[own switch { ["original"] => 0, ["reverse"] => 1, { Length: 2 } => 2, _ => 3 }]++;
        }

        return counts;
    }

    private static long RemovedByFaults(RunEvent[] events) => events
        .Where(one => one is { Kind: RunEventKind.Fault, Fault: not "fill" }).Sum(one => one.Counts?.GetValueOrDefault("entries") ?? 0);
}
