namespace Chaos.Runs;

/// <summary>One row of `table.csv`: the NAT's table at a moment of one repetition. Counters run from t = 0.</summary>
/// <param name="Cell">The cell's id.</param>
/// <param name="Repetition">From 1.</param>
/// <param name="TimeNs">Nanoseconds from t = 0.</param>
/// <param name="Entries">In the table.</param>
/// <param name="Capacity">max_entries.</param>
/// <param name="Evictions">Entries that the table threw out to make room.</param>
/// <param name="Refusals">Entries that a full table refused.</param>
/// <param name="RestoredReverse">Reverse entries that a packet wrote again.</param>
/// <param name="RestoredOriginal">Original entries that a packet wrote again.</param>
/// <param name="AllocationFailures">Connections for which no port was found.</param>
/// <param name="WatchedHalves">Entries of watched flows whose partner is gone, now; null where the target does not tell.</param>
public readonly record struct TableSample(
    string Cell, int Repetition, long TimeNs, int Entries, int Capacity, long Evictions, long Refusals, long RestoredReverse,
    long RestoredOriginal, long AllocationFailures, int? WatchedHalves)
{
    /// <summary>A repetition has at most so many: of a longer run every n-th second is kept, and the last.</summary>
    public const int MostOfRepetition = 600;

    /// <summary>0 to 1.</summary>
    public double Fill => Capacity == 0 ? 0 : (double)Entries / Capacity;
}
