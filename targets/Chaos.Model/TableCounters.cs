using System.Text.Json.Serialization;

namespace Chaos.Model;

/// <summary>What a NAT reports of its table.</summary>
/// <param name="Entries">In the table now; two make one connection.</param>
/// <param name="Capacity">max_entries.</param>
/// <param name="Evictions">Entries that the table threw out to make room.</param>
/// <param name="Refusals">Entries that a full table refused, where it refuses instead of evicting.</param>
/// <param name="RestoredReverse">Reverse entries that a packet wrote again.</param>
/// <param name="RestoredOriginal">Original entries that a packet wrote again.</param>
/// <param name="AllocationFailures">Connections for which no port was found.</param>
/// <param name="Newcomers">What the table did to connections that nobody watches.</param>
/// <param name="WatchedHalves">Entries of watched connections whose partner is gone; null where nobody knows.</param>
public readonly record struct TableCounters(
    int Entries, int Capacity, long Evictions, long Refusals, long RestoredReverse, long RestoredOriginal, long AllocationFailures,
    NewcomerLosses Newcomers = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? WatchedHalves = null)
{
    /// <summary>The table was full once: it has evicted or refused.</summary>
    [JsonIgnore]
    public bool HasBeenFull => Evictions > 0 || Refusals > 0;

    /// <summary>Entries in the table, of those that it has room for: 0 to 1.</summary>
    [JsonIgnore]
    public double Fill => Capacity == 0 ? 0 : (double)Entries / Capacity;
}
