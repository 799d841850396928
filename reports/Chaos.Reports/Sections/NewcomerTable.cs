using Chaos.Model;
using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Sections;

/// <summary>What became of newcomers, as their clients saw it and as our NAT did it; and which survivors were lucky.</summary>
internal static class NewcomerTable
{
    private static readonly string[] Counts =
    [
        "started", "answered", "failed", "reset", "timeout", "refused", "closed", "no port", "unobserved", "evicted at once",
        "first reply punted", "allocation failed", "lost and remade",
    ];

    public static Markup Render(ReportModel model)
    {
        if (model.Cells.All(cell => cell.Pressure?.Causes is null)) return Markup.Empty;
        Markup table = Table.Of(
            "Newcomers by cell",
            "small",
            [Table.Head("cell"), .. Counts.Select(Table.NumberHead)],
            Detail.Listed(model).SelectMany(cell => Rows(model, cell)));
        return Markup.Of($"""
            <h3>Newcomers</h3>
            <p>Short flows that started from t = 0 on, over all repetitions: what their clients saw, then what our NAT did to connections that
            nobody watches. The last column counts watched flows that survived by luck: their mapping was lost and made again with the same
            port.</p>
            {table}
            """);
    }

    private static IEnumerable<Markup> Rows(ReportModel model, CellResult cell)
    {
        if (cell.Pressure is not { } pressure) yield break;
        string label = CauseSection.Label(model, cell);
        yield return Row(label, pressure, pressure.Nat, cell.Flows.LostAndRemade);
        if (pressure.Groups.Count < 2) yield break;
        foreach (PressureGroupResult group in pressure.Groups) yield return Row($"{label}, {group.Name}", group, null, null);
    }

    private static Markup Row(string label, NewcomerResult newcomers, NewcomerLosses? nat, long? remade)
    {
        FailureCauses? causes = newcomers.Causes;
        long?[] counts =
        [
            newcomers.Started, newcomers.Answered, newcomers.Failed, causes?.Reset, causes?.Timeout, causes?.Refused, causes?.Closed,
            newcomers.Skipped, newcomers.Unobserved, nat?.EvictedAtOnce, nat?.FirstReplyPunted, nat?.AllocationFailed, remade,
        ];
        return Table.Row([Table.RowHead(label), .. counts.Select(Table.FaintNumber)]);
    }
}
