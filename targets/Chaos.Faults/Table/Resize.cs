using Chaos.Model;

namespace Chaos.Faults;

/// <summary>`resize`: another map takes the table's place, as in an upgrade of a node; its entries are carried over, or lost.</summary>
public sealed record Resize : NodeFault
{
    /// <summary>max_entries of the new map.</summary>
    public required int Size { get; init; }

    public required ResizedEntries Entries { get; init; }

    public override FaultLength Lasting() => FaultLength.Optional;

    public override IEnumerable<string> Holding() => ["the size of the table"];

    public override Capability Needs() => Capability.ReplaceTable;

    public override FaultReport Act(INodeSite node, FaultOrder order, long nowNanoseconds)
    {
        TableBefore before = new(node.Table);
        node.Table.Replace(order.Phase == FaultPhase.End ? null : Size, Entries == ResizedEntries.Carried);
        TableEntry[] lost = before.Lost();
        return new FaultReport(
            new Dictionary<string,
            long>
            { [FaultReport.Entries] = lost.Length, ["carried"] = node.Table.Entries().Count(), ["capacity"] = node.Table.Capacity },
            TableBefore.FlowsOf(lost));
    }
}

/// <summary>What becomes of the entries.</summary>
public enum ResizedEntries
{
    /// <summary>The new map begins empty.</summary>
    Lost,

    /// <summary>Each is written into the new map; a smaller one keeps what its rule keeps.</summary>
    Carried,
}
