using Chaos.Model;
using Chaos.Nat.Maps.Orders;

namespace Chaos.Nat.Maps;

/// <summary>What the datapath asks of an LRU map, wherever its entries live: in this process, or in the running kernel.</summary>
public interface ILruMap<TKey, TValue>
    where TKey : struct, IEquatable<TKey>
    where TValue : struct
{
    /// <summary>max_entries; the per-CPU flavour rounds it up to a multiple of the possible CPUs.</summary>
    int Capacity { get; }

    int Count { get; }

    /// <summary>Entries that the LRU threw out; a delete is none.</summary>
    long Evictions { get; }

    /// <summary>Asks to hear of each eviction; false if this map tells of none, as a kernel does.</summary>
    bool TryObserve(IEvictionObserver<TKey, TValue> observer);

    /// <summary>A lookup by a BPF program: a hit sets the reference bit.</summary>
    bool TryLookup(in TKey key, out TValue value);

    /// <summary>A lookup by system call: marks nothing since Linux 5.2.</summary>
    bool TryPeek(in TKey key, out TValue value);

    /// <summary>The reference bit of an entry; looking changes nothing. False if the key is not there.</summary>
    /// <exception cref="NotSupportedException">This map does not tell, as a kernel does not.</exception>
    bool IsReferenced(in TKey key);

    /// <summary>An update by a program on one CPU, which is below the number of possible CPUs.</summary>
    MapResult Update(in TKey key, in TValue value, UpdateMode mode, int cpu);

    MapResult Delete(in TKey key);

    /// <summary>All entries, in no order that means anything; marks nothing. The map must not change meanwhile.</summary>
    IEnumerable<KeyValuePair<TKey, TValue>> Entries();
}

/// <summary>Makes the maps of a datapath. Disposed with it, after its last packet.</summary>
public interface IMapEngine : IDisposable
{
    ILruMap<TKey, TValue> Create<TKey, TValue>(MapOptions shape)
        where TKey : unmanaged, IEquatable<TKey>
        where TValue : unmanaged;
}

/// <summary>
/// Maps in this process: <see cref="BpfLruHashMap{TKey,TValue}"/>, or <see cref="OrderedMap{TKey,TValue}"/> for other rules.
/// </summary>
public sealed class OwnMapEngine : IMapEngine
{
    public ILruMap<TKey, TValue> Create<TKey, TValue>(MapOptions shape)
        where TKey : unmanaged, IEquatable<TKey>
        where TValue : unmanaged => shape.Rule == MapRule.Kernel
        ? new BpfLruHashMap<TKey, TValue>(shape.Size, shape.Batch, shape.PossibleCpus, shape.Lru)
        : new OrderedMap<TKey, TValue>(shape.Size, shape.Rule);

    public void Dispose()
    {
        // Nothing but memory.
    }
}
