using Chaos.Runs;

namespace Chaos.Harness.Judging;

/// <summary>The counts that an expectation may name, by their paths in results.json.</summary>
internal static class Counters
{
    private static readonly Dictionary<string, Func<CauseCounts, long>> Causes = new(StringComparer.Ordinal)
    {
        ["causes.reset"] = causes => causes.Reset,
        ["causes.portChanged"] = causes => causes.PortChanged,
        ["causes.timeout"] = causes => causes.Timeout,
        ["causes.refused"] = causes => causes.Refused,
        ["causes.closed"] = causes => causes.Closed,
        ["causes.harness"] = causes => causes.Harness,
    };

    private static readonly Dictionary<string, Func<MapCounters, long>> Map = new(StringComparer.Ordinal)
    {
        ["map.evictions"] = map => map.Evictions,
        ["map.restoredReverse"] = map => map.RestoredReverse,
        ["map.restoredOriginal"] = map => map.RestoredOriginal,
        ["map.allocationFailures"] = map => map.AllocationFailures,
    };

    /// <summary>True: it counts what the table did, and so says itself whether there is to be pressure.</summary>
    public static bool IsOfTable(string counter) => Map.ContainsKey(counter);

    /// <summary>Over all repetitions; null where the cell has no map.</summary>
    public static long? Read(string counter, CellResult cell, string? group)
    {
        if (Map.TryGetValue(counter, out Func<MapCounters, long>? ofMap)) return cell.Map is { } map ? ofMap(map) : null;
        CauseCounts causes = group is null ? cell.Causes : cell.Groups.Single(one => one.Name == group).Causes;
        return Causes[counter](causes);
    }
}
