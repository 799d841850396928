using Chaos.Nat.Maps;

namespace Chaos.Nat.Tests;

/// <summary>A map and a few verbs over ranges of keys, both ends included.</summary>
internal sealed class LruSteps(int size, int cpus = 1, BatchRule batch = BatchRule.Fixed128)
{
    public BpfLruHashMap<int, int> Map { get; } = new(size, batch, cpus);

    public IEnumerable<int> Keys => Map.Entries().Select(entry => entry.Key).Order();

    public static IEnumerable<int> Range(params (int First, int Last)[] ranges) =>
        ranges.SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1));

    public LruSteps Add(int first, int last) => Each(first, last, key => Map.Update(key, 0, UpdateMode.NoExist, cpu: 0));

    public LruSteps Look(int first, int last) => Each(first, last, key => Map.TryLookup(key, out _));

    public LruSteps Peek(int first, int last) => Each(first, last, key => Map.TryPeek(key, out _));

    public LruSteps Delete(int first, int last) => Each(first, last, key => Map.Delete(key));

    private LruSteps Each(int first, int last, Action<int> act)
    {
        for (int key = first; key <= last; key++) act(key);
        return this;
    }
}
