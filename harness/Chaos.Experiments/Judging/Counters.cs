using Chaos.Model;
using Chaos.Runs;

namespace Chaos.Experiments.Judging;

/// <summary>The counts that an expectation may name, by their paths in results.json.</summary>
internal static class Counters
{
    private static readonly Dictionary<string, Func<MapCounters, long>> Map = new(StringComparer.Ordinal)
    {
        ["map.evictions"] = map => map.Evictions,
        ["map.restoredReverse"] = map => map.RestoredReverse,
        ["map.restoredOriginal"] = map => map.RestoredOriginal,
        ["map.allocationFailures"] = map => map.AllocationFailures,
    };

    /// <summary>Over all repetitions; null where the cell has no map.</summary>
    public static long? Read(string counter, CellResult cell, string? group)
    {
        if (Map.TryGetValue(counter, out Func<MapCounters, long>? ofMap)) return cell.Map is { } map ? ofMap(map) : null;
        EnumCounts<DeathCause> causes = group is null ? cell.Causes : cell.Groups.Single(one => one.Name == group).Causes;
        return causes.ByName.Single(cause => counter == $"causes.{cause.Name}").Count;
    }
}
