namespace Chaos.Faults;

/// <summary>Removes entries and keeps count.</summary>
internal sealed class RemovedEntries(INatTable table)
{
    private readonly SortedSet<int> flows = [];
    private long original, reverse;

    public void Remove(in TableEntry entry)
    {
        if (!table.Remove(entry)) return;
        if (entry.IsOriginal) original++;
        else reverse++;
        if (entry.Flow >= 0) flows.Add(entry.Flow);
    }

    /// <param name="candidates">Mappings that could be chosen.</param>
    /// <param name="chosen">Mappings that were.</param>
    public FaultReport Report(int candidates, int chosen) => new(
        new Dictionary<string, long>
        {
            ["candidates"] = candidates, ["chosen"] = chosen,
            [FaultReport.Entries] = original + reverse, ["original"] = original, ["reverse"] = reverse,
        },
        [.. flows]);
}
