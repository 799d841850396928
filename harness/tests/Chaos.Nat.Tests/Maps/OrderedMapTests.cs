using Chaos.Model;
using Chaos.Nat.Maps;
using Chaos.Nat.Maps.Orders;
using Chaos.Replay;

namespace Chaos.Nat.Tests.Maps;

/// <summary>The maps that evict by another rule than the kernel's, each against its obvious twin.</summary>
public sealed class OrderedMapTests
{
    private static readonly int[] Sizes = [1, 2, 3, 10, 11, 64, 100, 300];

    public static TheoryData<MapRule> Rules => [MapRule.Lru, MapRule.Sieve, MapRule.S3Fifo];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_result_and_every_eviction_are_the_twins(MapRule rule)
    {
        foreach (int size in Sizes)
            for (ulong seed = 1; seed <= 5; seed++)
            {
                (List<MapStep> steps, _) = new TraceGenerator(seed, size, [0, 1]).Write(1500);

                if (Compare(size, rule, steps) is not { } difference) continue;
                List<MapStep> shortest = TraceShrinker.Shrink(steps, trace => Compare(size, rule, trace) is not null);
                Assert.Fail($"{rule}, {size} entries: {difference}. The shortest trace:\n{string.Join('\n', shortest)}");
            }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_refused_update_evicts_nothing(MapRule rule)
    {
        OrderedMap<ulong, ulong> map = new(2, rule);
        map.Update(1, 1, UpdateMode.Any, 0);
        map.Update(2, 2, UpdateMode.Any, 0);

        Assert.Equal(MapResult.Exists, map.Update(1, 3, UpdateMode.NoExist, 0));
        Assert.Equal(MapResult.NotFound, map.Update(3, 3, UpdateMode.Exist, 0));
        Assert.Equal((2, 0), (map.Count, map.Evictions));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Nothing_is_allocated_after_construction(MapRule rule)
    {
        OrderedMap<ulong, ulong> map = new(1024, rule);
        Work(map);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Work(map);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Work(OrderedMap<ulong, ulong> map)
    {
        for (ulong key = 0; key < 10_000; key++)
        {
            map.Update(key, key, UpdateMode.Any, 0);
            map.TryLookup(key / 2, out _);
            if (key % 7 == 0) map.Delete(key);
        }
    }

    private static string? Compare(int size, MapRule rule, List<MapStep> steps)
    {
        TraceMap map = new(new MapOptions(size, PossibleCpus: 2, Rule: rule));
        Dictionary<ulong, ulong> values = [];
        PlainOrder order = PlainOrder.Create(rule, size);
        List<Eviction> evictions = [];
        foreach (MapStep step in steps)
        {
            StepResult ours = map.Apply(step), theirs = Apply(step, size, values, order, evictions);
            if (ours != theirs) return $"{step}: {ours} here, {theirs} on the twin";
        }

        return !map.Evictions.SequenceEqual(evictions) ? "other evictions"
            : map.Entries.SequenceEqual(values.OrderBy(entry => entry.Key)) ? null : "other entries";
    }

    private static StepResult Apply(
        in MapStep step, int size, Dictionary<ulong, ulong> values, PlainOrder order, List<Eviction> evictions)
    {
        bool found = values.TryGetValue(step.Key, out ulong value);
        if (step.Reads)
        {
            if (found && step.Action == MapAction.Lookup) order.Use(step.Key);
            return new StepResult(found ? MapResult.Ok : MapResult.NotFound, value);
        }

        if (step.Action == MapAction.Delete)
        {
            if (found) order.Remove(step.Key);
            values.Remove(step.Key);
            return new StepResult(found ? MapResult.Ok : MapResult.NotFound, 0);
        }

        if (found && step.Action == MapAction.Create) return new StepResult(MapResult.Exists, 0);
        if (!found && step.Action == MapAction.Replace) return new StepResult(MapResult.NotFound, 0);
        if (found) order.Use(step.Key);
        else
        {
            if (values.Count == size)
            {
                ulong victim = order.TakeVictim();
                evictions.Add(new Eviction(victim, values[victim], step.Cpu, EvictionRule.Order));
                values.Remove(victim);
            }

            order.Add(step.Key);
        }

        values[step.Key] = (ulong)step.Line;
        return new StepResult(MapResult.Ok, 0);
    }
}
