using Chaos.Model;

namespace Chaos.Faults;

/// <summary>`flush`: every entry goes at once, as by `cilium bpf nat flush`; the node and its map stand.</summary>
public sealed record Flush : NodeFault
{
    public required FlushedTable Table { get; init; }

    public override Capability Needs() => Capability.EvictMapping;

    public override FaultReport Act(INodeSite node, FaultOrder order, long nowNanoseconds)
    {
        TableEntry[] entries = [.. node.Table.Entries()];
        RemovedEntries removed = new(node.Table);
        foreach (TableEntry entry in entries) removed.Remove(entry);
        return removed.Report(entries.Length, entries.Length);
    }
}

/// <summary>Which of the node's tables.</summary>
public enum FlushedTable
{
    /// <summary>The mappings.</summary>
    Nat,
}
