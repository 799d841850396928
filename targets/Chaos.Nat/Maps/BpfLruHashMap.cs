using System.Runtime.CompilerServices;
using Chaos.Core;
using Chaos.Model;

namespace Chaos.Nat.Maps;

/// <summary>BPF_MAP_TYPE_LRU_HASH: the kernel's reference bits, lists, batches, steals and order of steps.</summary>
/// <remarks>
/// Source: kernel/bpf/bpf_lru_list.c, kernel/bpf/hashtab.c. The acting CPU is an argument. Nothing is allocated after construction; not
/// safe for several
/// threads. An update takes a node before it looks at its flags, so a refused update can evict strangers: that is the kernel's behaviour,
/// not a slip.
/// Not modelled: races of CPUs within one operation, and the lock failures of kernels since 2026, which make an update fail now and then.
/// </remarks>
public sealed class BpfLruHashMap<TKey, TValue> : ILruMap<TKey, TValue>
    where TKey : struct, IEquatable<TKey>
    where TValue : struct
{
    /// <summary>The kernel takes more; this is where an index of 32 bits and the memory of one machine are still comfortable.</summary>
    public const int MaximumEntries = 1 << 24;

    private readonly int possibleCpus;
    private readonly Record[] records;
    private readonly HashIndex index;
    private readonly LruPolicy lru;
    private readonly NodeTable nodes;

    /// <param name="maxEntries">1 to 16,777,216.</param>
    /// <param name="batch">How many nodes one CPU takes at a time; the per-CPU flavour has a batch of its own.</param>
    /// <param name="possibleCpus">CPUs that may act, 1 to 65,536.</param>
    /// <param name="flavour">Per-CPU rounds the entries up to a multiple of the possible CPUs, as the kernel does.</param>
    public BpfLruHashMap(int maxEntries, BatchRule batch, int possibleCpus, LruFlavour flavour = LruFlavour.Common)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEntries, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxEntries, MaximumEntries);
        ArgumentOutOfRangeException.ThrowIfLessThan(possibleCpus, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(possibleCpus, ushort.MaxValue + 1);
        this.possibleCpus = possibleCpus;
        int capacity = flavour == LruFlavour.PerCpu ? (maxEntries + possibleCpus - 1) / possibleCpus * possibleCpus : maxEntries;
        records = new Record[capacity];
        index = new HashIndex(capacity);
        lru = LruPolicy.Create(flavour, capacity, batch, possibleCpus, TryEvict);
        nodes = lru.Nodes;
    }

    /// <summary>max_entries.</summary>
    public int Capacity => records.Length;

    public int Count { get; private set; }

    /// <summary>Entries that the LRU threw out; a delete is none.</summary>
    public long Evictions { get; private set; }

    public IEvictionObserver<TKey, TValue>? EvictionObserver { get; set; }

    public bool TryObserve(IEvictionObserver<TKey, TValue> observer)
    {
        EvictionObserver = observer;
        return true;
    }

    /// <summary>A lookup by a BPF program: a hit sets the reference bit.</summary>
    public bool TryLookup(in TKey key, out TValue value)
    {
        int node = Find(key);
        if (node >= 0) nodes.Mark(node);
        value = node >= 0 ? records[node].Value : default;
        return node >= 0;
    }

    /// <summary>
    /// The same lookup, with the value as the pointer that a program gets: it may be changed in place. Valid until the next update or
    /// delete.
    /// </summary>
    public ref TValue Lookup(in TKey key, out bool found)
    {
        int node = Find(key);
        found = node >= 0;
        if (!found) return ref Unsafe.NullRef<TValue>();
        nodes.Mark(node);
        return ref records[node].Value;
    }

    /// <summary>A lookup by system call: marks nothing since Linux 5.2.</summary>
    public bool TryPeek(in TKey key, out TValue value)
    {
        int node = Find(key);
        value = node >= 0 ? records[node].Value : default;
        return node >= 0;
    }

    /// <summary>The reference bit of an entry; no program can read it, so looking changes nothing. False if the key is not there.</summary>
    public bool IsReferenced(in TKey key)
    {
        int node = Find(key);
        return node >= 0 && nodes.IsReferenced(node);
    }

    /// <summary>
    /// The first half of a prefetch for a lookup that is a few packets away: the place in the index. Returns what the second half wants.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint PrefetchIndex(in TKey key)
    {
        uint hash = HashOf(key);
        index.Prefetch(hash);
        return hash;
    }

    /// <summary>
    /// The second half, once the index has come: the entry that stands at the hash's home, which is the right one more often than not.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void PrefetchRecord(uint hash)
    {
        ulong entry = index[index.Home(hash)];
        if (entry == 0) return;
        int node = HashIndex.NodeOf(entry);
        CacheLines.Prefetch(ref records[node]);
        nodes.Prefetch(node);
    }

    /// <summary>An update by a program on one CPU, which is below the number of possible CPUs.</summary>
    public MapResult Update(in TKey key, in TValue value, UpdateMode mode, int cpu)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)cpu, (uint)possibleCpus, nameof(cpu));
        uint hash = HashOf(key);
        index.Prefetch(hash);
        int node = lru.Pop(cpu);
        if (node < 0) return MapResult.NoMemory;
        int old = Probe(key, hash, out int slot);
        if (old >= 0 ? mode == UpdateMode.NoExist : mode == UpdateMode.Exist)
        {
            lru.Push(node);
            return old >= 0 ? MapResult.Exists : MapResult.NotFound;
        }

        if (old >= 0)
        {
            nodes[old].Linked = false;
            lru.Push(old);
            nodes.Mark(node);
        }
        else Count++;

        ref Node linked = ref nodes[node];
        linked.Hash = hash;
        linked.Linked = true;
        ref Record record = ref records[node];
        record.Key = key;
        record.Value = value;
        index.Put(slot, node, hash);
        PrefetchDoomed();
        return MapResult.Ok;
    }

    public MapResult Delete(in TKey key)
    {
        int node = Find(key);
        if (node < 0) return MapResult.NotFound;
        Unlink(node);
        lru.Push(node);
        return MapResult.Ok;
    }

    /// <summary>All entries, in the order of their slots; marks nothing. The map must not change meanwhile.</summary>
    public IEnumerable<KeyValuePair<TKey, TValue>> Entries()
    {
        for (int node = 0; node < records.Length; node++)
            if (nodes[node].Linked)
                yield return new(records[node].Key, records[node].Value);
    }

    /// <summary>Multiplied once more, because a key's own hash may be no better than its number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint HashOf(in TKey key) => unchecked((uint)key.GetHashCode() * 0x9E3779B1);

    private int Find(in TKey key) => Probe(key, HashOf(key), out _);

    /// <summary>The node that holds a key, or -1; and its slot in the index, or the one where it would go.</summary>
    private int Probe(in TKey key, uint hash, out int slot)
    {
        for (slot = index.Home(hash); ; slot = index.After(slot))
        {
            ulong entry = index[slot];
            if (entry == 0) return -1;
            int node = HashIndex.NodeOf(entry);
            if (HashIndex.HashOf(entry) == hash && records[node].Key.Equals(key)) return node;
        }
    }

    private void PrefetchDoomed()
    {
        int doomed = lru.PeekVictim();
        if (doomed < 0) return;
        index.Prefetch(nodes[doomed].Hash);
        if (EvictionObserver is not null) CacheLines.Prefetch(ref records[doomed]);
    }

    private void Unlink(int node)
    {
        ref Node unlinked = ref nodes[node];
        unlinked.Linked = false;
        index.Remove(node, unlinked.Hash);
        Count--;
    }

    private bool TryEvict(int node, int cpu, EvictionRule rule)
    {
        if (!nodes[node].Linked) return false;
        EvictionObserver?.OnEvicted(records[node].Key, records[node].Value, cpu, rule);
        Unlink(node);
        Evictions++;
        return true;
    }

    /// <summary>What the program sees of an entry.</summary>
    private struct Record
    {
        public TKey Key;
        public TValue Value;
    }
}
