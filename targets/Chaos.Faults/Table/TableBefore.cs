using Chaos.Model;

namespace Chaos.Faults;

/// <summary>The table before something is done to it, to see afterwards what it lost.</summary>
internal sealed class TableBefore(INatTable table)
{
    private readonly TableEntry[] entries = [.. table.Entries()];

    public TableEntry[] Lost()
    {
        HashSet<(bool, FiveTuple)> left = [.. table.Entries().Select(entry => (entry.IsOriginal, entry.Key))];
        return [.. entries.Where(entry => !left.Contains((entry.IsOriginal, entry.Key)))];
    }

    /// <summary>The watched flows among entries, ascending.</summary>
    public static IReadOnlyList<int> FlowsOf(IEnumerable<TableEntry> entries) =>
        [.. entries.Where(entry => entry.Flow >= 0).Select(entry => entry.Flow).Distinct().Order()];
}
