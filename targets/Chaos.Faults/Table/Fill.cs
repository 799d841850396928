using Chaos.Model;

namespace Chaos.Faults;

/// <summary>`fill`: entries are written without any traffic. A full table makes room for them, or refuses them, by its own rule.</summary>
public sealed record Fill : NodeFault
{
    /// <summary>How many entries; null if <see cref="Share"/> says it.</summary>
    public int? Count { get; init; }

    /// <summary>0 to 1 of the entries that the table has room for; null if <see cref="Count"/> says it.</summary>
    public double? Share { get; init; }

    public override FaultLength Lasting() => FaultLength.Optional;

    public override IEnumerable<string> Holding() => ["the filling of the table"];

    public override Capability Needs() => Capability.OccupyTable;

    public override FaultReport Act(INodeSite node, FaultOrder order, long nowNanoseconds)
    {
        INatTable table = node.Table;
        if (order.Phase == FaultPhase.End) return Empty(table);
        int mappings = (Count ?? (int)Math.Round((Share ?? 0) * table.Capacity, MidpointRounding.AwayFromZero)) / 2;
        long evicted = table.Evictions, written = 0;
        for (int number = 0; number < mappings; number++)
            if (table.Occupy(number))
                written++;
        return new FaultReport(
            new Dictionary<string, long>
            {
                [FaultReport.Entries] = 2 * written, ["refused"] = 2 * (mappings - written), ["evicted"] = table.Evictions - evicted,
            },
            []);
    }

    private static FaultReport Empty(INatTable table)
    {
        TableEntry[] occupied = [.. table.Entries().Where(entry => entry.IsOccupied)];
        RemovedEntries removed = new(table);
        foreach (TableEntry entry in occupied) removed.Remove(entry);
        return removed.Report(occupied.Length, occupied.Length);
    }
}
