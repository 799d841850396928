using System.Diagnostics.CodeAnalysis;

namespace Chaos.Nat.Maps;

/// <summary>BPF_MAP_TYPE_LRU_HASH, common flavour: the kernel's reference bits, lists, batches, steals and order of steps.</summary>
/// <remarks>
/// Source: kernel/bpf/bpf_lru_list.c, kernel/bpf/hashtab.c. The acting CPU is an argument. Nothing is allocated after construction.
/// An update takes a node before it looks at its flags, so a refused update can evict strangers: that is the kernel's behaviour, not a slip.
/// </remarks>
public sealed class BpfLruHashMap<TKey, TValue>
    where TKey : struct, IEquatable<TKey>
    where TValue : struct
{
    private readonly Dictionary<TKey, int> index;
    private readonly TKey[] keys;
    private readonly TValue[] values;
    private readonly bool[] linked;
    private readonly CommonLru lru;

    /// <param name="maxEntries">1 to 16,777,216.</param>
    /// <param name="batch">How many nodes one CPU takes at a time.</param>
    /// <param name="possibleCpus">CPUs that may act, at least 1.</param>
    public BpfLruHashMap(int maxEntries, BatchRule batch, int possibleCpus)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEntries, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxEntries, 1 << 24);
        ArgumentOutOfRangeException.ThrowIfLessThan(possibleCpus, 1);
        index = new Dictionary<TKey, int>(maxEntries);
        keys = new TKey[maxEntries];
        values = new TValue[maxEntries];
        linked = new bool[maxEntries];
        int targetFree = batch == BatchRule.Fixed128 ? CommonLru.ScanLimit : Math.Clamp(maxEntries / possibleCpus / 2, 1, CommonLru.ScanLimit);
        lru = new CommonLru(maxEntries, targetFree, possibleCpus, TryEvict);
    }

    /// <summary>max_entries.</summary>
    public int Capacity => keys.Length;

    public int Count => index.Count;

    /// <summary>Entries that the LRU threw out; a delete is none.</summary>
    public long Evictions { get; private set; }

    public IEvictionObserver<TKey, TValue>? EvictionObserver { get; set; }

    /// <summary>A lookup by a BPF program: a hit sets the reference bit.</summary>
    public bool TryLookup(in TKey key, out TValue value)
    {
        if (!TryFind(key, out int node, out value)) return false;
        lru.Mark(node);
        return true;
    }

    /// <summary>A lookup by system call: marks nothing since Linux 5.2.</summary>
    public bool TryPeek(in TKey key, out TValue value) => TryFind(key, out _, out value);

    public MapResult Update(in TKey key, in TValue value, UpdateMode mode, int cpu)
    {
        int node = lru.Pop(cpu);
        if (node < 0) return MapResult.NoMemory;
        bool exists = index.TryGetValue(key, out int old);
        if (exists ? mode == UpdateMode.NoExist : mode == UpdateMode.Exist)
        {
            lru.Push(node);
            return exists ? MapResult.Exists : MapResult.NotFound;
        }

        if (exists)
        {
            linked[old] = false;
            lru.Push(old);
            lru.Mark(node);
        }

        keys[node] = key;
        values[node] = value;
        linked[node] = true;
        index[key] = node;
        return MapResult.Ok;
    }

    public MapResult Delete(in TKey key)
    {
        if (!index.Remove(key, out int node)) return MapResult.NotFound;
        linked[node] = false;
        lru.Push(node);
        return MapResult.Ok;
    }

    /// <summary>All entries, in the order of their slots; marks nothing. The map must not change meanwhile.</summary>
    public IEnumerable<KeyValuePair<TKey, TValue>> Entries()
    {
        for (int node = 0; node < keys.Length; node++)
            if (linked[node])
                yield return new(keys[node], values[node]);
    }

    private bool TryFind(in TKey key, out int node, [MaybeNullWhen(false)] out TValue value)
    {
        bool found = index.TryGetValue(key, out node);
        value = found ? values[node] : default;
        return found;
    }

    private bool TryEvict(int node, int cpu, EvictionRule rule)
    {
        if (!linked[node]) return false;
        EvictionObserver?.OnEvicted(keys[node], values[node], cpu, rule);
        index.Remove(keys[node]);
        linked[node] = false;
        Evictions++;
        return true;
    }
}
