using Chaos.Model;

namespace Chaos.Faults;

/// <summary>The NAT's table as faults see it. Looking marks nothing.</summary>
public interface INatTable
{
    /// <summary>max_entries.</summary>
    int Capacity { get; }

    int Count { get; }

    /// <summary>Entries that the table threw out to make room.</summary>
    long Evictions { get; }

    /// <summary>All entries; the table must not change meanwhile.</summary>
    IEnumerable<TableEntry> Entries();

    /// <summary>The entry's reference bit: a packet has used it since the LRU looked last.</summary>
    /// <exception cref="NotSupportedException">The table lives in a kernel, which does not tell.</exception>
    bool IsReferenced(in TableEntry entry);

    /// <summary>Removes an entry as an eviction would; false if it is gone already.</summary>
    bool Remove(in TableEntry entry);

    /// <summary>
    /// Writes both halves of a mapping that no traffic stands behind; another for each number. False if the table refuses.
    /// </summary>
    bool Occupy(int number);

    /// <summary>From now on a share of the updates of these maps fails, as if their lock were taken.</summary>
    /// <param name="of">Whose.</param>
    /// <param name="share">0 to 1; 0: none any more.</param>
    /// <param name="seed">Of the draws.</param>
    /// <returns>How many have failed since the last call.</returns>
    long FailUpdates(BusyMaps of, double share, ulong seed) =>
        throw new NotSupportedException("updates of this table cannot be made to fail");

    /// <summary>Another table, new and empty, takes this one's place.</summary>
    /// <param name="size">max_entries; null: as many as the run began with.</param>
    /// <param name="carry">Each entry is written into the new table.</param>
    void Replace(int? size, bool carry);
}

/// <summary>One half of a mapping.</summary>
/// <param name="IsOriginal">Egress; else the reverse half, ingress.</param>
/// <param name="Key">The packet that finds it.</param>
/// <param name="Connection">The connection it belongs to, as its client sees it.</param>
/// <param name="CreatedNanoseconds">When it was written; a restored entry is as old as its restore.</param>
/// <param name="Flow">The watched flow, or -1.</param>
/// <param name="IsOccupied">No traffic stands behind it: <see cref="INatTable.Occupy"/> wrote it.</param>
public readonly record struct TableEntry(
    bool IsOriginal, FiveTuple Key, FiveTuple Connection, long CreatedNanoseconds, int Flow, bool IsOccupied);
