using Chaos.Packets;

namespace Chaos.Faults;

/// <summary>The NAT's table as faults see it. Looking marks nothing.</summary>
public interface INatTable
{
    /// <summary>max_entries.</summary>
    int Capacity { get; }

    int Count { get; }

    /// <summary>All entries; the table must not change meanwhile.</summary>
    IEnumerable<TableEntry> Entries();

    /// <summary>Removes an entry as an eviction would; false if it is gone already.</summary>
    bool Remove(in TableEntry entry);
}

/// <summary>One half of a mapping.</summary>
/// <param name="IsOriginal">Egress; else the reverse half, ingress.</param>
/// <param name="Key">The packet that finds it.</param>
/// <param name="Connection">The connection it belongs to, as its client sees it.</param>
/// <param name="CreatedNanoseconds">When it was written; a restored entry is as old as its restore.</param>
/// <param name="IsReferenced">Its reference bit: a packet has used it since the LRU looked last.</param>
/// <param name="Flow">The watched flow, or -1.</param>
public readonly record struct TableEntry(
    bool IsOriginal, FiveTuple Key, FiveTuple Connection, long CreatedNanoseconds, bool IsReferenced, int Flow);
