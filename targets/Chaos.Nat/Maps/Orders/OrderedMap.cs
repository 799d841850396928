using Chaos.Model;

namespace Chaos.Nat.Maps.Orders;

/// <summary>A map of fixed size that evicts in an order which no kernel has: to see what another rule would buy.</summary>
/// <remarks>
/// One insert evicts one entry at most, and a refused update none: there are neither batches nor CPUs. Nothing is allocated after
/// construction; not safe for several threads.
/// </remarks>
public sealed class OrderedMap<TKey, TValue> : ILruMap<TKey, TValue>
    where TKey : struct, IEquatable<TKey>
    where TValue : struct
{
    private readonly (TKey Key, TValue Value, bool Used)[] records;
    private readonly Dictionary<TKey, int> nodes;
    private readonly Stack<int> free;
    private readonly EvictionOrder order;
    private IEvictionObserver<TKey, TValue>? observer;

    /// <param name="capacity">Entries, 1 to 16,777,216.</param>
    /// <param name="rule">Not the kernel's.</param>
    public OrderedMap(int capacity, MapRule rule)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, BpfLruHashMap<TKey, TValue>.MaximumEntries);
        records = new (TKey, TValue, bool)[capacity];
        nodes = new Dictionary<TKey, int>(capacity);
        free = new Stack<int>(Enumerable.Range(0, capacity).Reverse());
        order = EvictionOrder.Create(rule, capacity);
    }

    public int Capacity => records.Length;

    public int Count => nodes.Count;

    public long Evictions { get; private set; }

    public bool TryObserve(IEvictionObserver<TKey, TValue> observer)
    {
        this.observer = observer;
        return true;
    }

    public bool TryLookup(in TKey key, out TValue value)
    {
        bool found = nodes.TryGetValue(key, out int node);
        if (found) Use(node);
        value = found ? records[node].Value : default;
        return found;
    }

    public bool TryPeek(in TKey key, out TValue value)
    {
        bool found = nodes.TryGetValue(key, out int node);
        value = found ? records[node].Value : default;
        return found;
    }

    /// <summary>Whether a program has used the entry since it was written.</summary>
    public bool IsReferenced(in TKey key) => nodes.TryGetValue(key, out int node) && records[node].Used;

    public MapResult Update(in TKey key, in TValue value, UpdateMode mode, int cpu)
    {
        bool found = nodes.TryGetValue(key, out int node);
        if (found && mode == UpdateMode.NoExist) return MapResult.Exists;
        if (!found && mode == UpdateMode.Exist) return MapResult.NotFound;
        if (found)
        {
            records[node].Value = value;
            Use(node);
            return MapResult.Ok;
        }

        if (free.Count == 0) Evict(cpu);
        node = free.Pop();
        records[node] = (key, value, false);
        nodes.Add(key, node);
        order.Add(node, unchecked((uint)key.GetHashCode()));
        return MapResult.Ok;
    }

    public MapResult Delete(in TKey key)
    {
        if (!nodes.Remove(key, out int node)) return MapResult.NotFound;
        order.Remove(node);
        free.Push(node);
        return MapResult.Ok;
    }

    /// <summary>All entries, in the order of their slots.</summary>
    public IEnumerable<KeyValuePair<TKey, TValue>> Entries() =>
        nodes.Values.Order().Select(node => KeyValuePair.Create(records[node].Key, records[node].Value));

    private void Use(int node)
    {
        records[node].Used = true;
        order.Use(node);
    }

    private void Evict(int cpu)
    {
        int victim = order.TakeVictim();
        ref (TKey Key, TValue Value, bool Used) gone = ref records[victim];
        observer?.OnEvicted(gone.Key, gone.Value, cpu, EvictionRule.Order);
        nodes.Remove(gone.Key);
        free.Push(victim);
        Evictions++;
    }
}
