using Chaos.Model;
using Chaos.Nat.Maps;
using Chaos.Replay;

namespace Chaos.Nat.Tests.Maps;

/// <summary>
/// The fast map and its plain twin in step, and a few verbs over ranges of keys, both ends included. Every result must be the same on both.
/// </summary>
internal sealed class LruSteps(int size, int cpus = 1, BatchRule batch = BatchRule.Fixed128, LruFlavour flavour = LruFlavour.Common)
{
    private readonly TraceMap fast = new(new MapOptions(size, flavour, batch, cpus));
    private readonly PlainLruMap plain = PlainLruMap.Create(new MapOptions(size, flavour, batch, cpus));

    public IEnumerable<int> Keys
    {
        get
        {
            Assert.Equal(plain.Entries, fast.Entries);
            return fast.Entries.Select(entry => (int)entry.Key);
        }
    }

    public int Count => Keys.Count();

    public IReadOnlyList<Eviction> Evictions
    {
        get
        {
            Assert.Equal(plain.Evictions, fast.Evictions);
            return fast.Evictions;
        }
    }

    public static IEnumerable<int> Range(params (int First, int Last)[] ranges) =>
        ranges.SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1));

    public LruSteps Add(int first, int last, int cpu = 0) => Each(MapAction.Create, first, last, cpu);

    public LruSteps Look(int first, int last) => Each(MapAction.Lookup, first, last, cpu: 0);

    public LruSteps Peek(int first, int last) => Each(MapAction.Peek, first, last, cpu: 0);

    public LruSteps Delete(int first, int last) => Each(MapAction.Delete, first, last, cpu: 0);

    public MapResult Do(MapAction action, int key, int cpu = 0)
    {
        MapStep step = new(cpu, action, (ulong)key, Line: 1);
        StepResult result = fast.Apply(step);
        Assert.Equal(plain.Apply(step), result);
        return result.Result;
    }

    private LruSteps Each(MapAction action, int first, int last, int cpu)
    {
        for (int key = first; key <= last; key++) Do(action, key, cpu);
        return this;
    }
}
