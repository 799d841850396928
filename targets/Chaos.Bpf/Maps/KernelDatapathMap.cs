using System.Diagnostics;
using Chaos.Model;
using Chaos.Nat.Maps;

namespace Chaos.Bpf.Maps;

/// <summary>
/// The datapath's map in the running kernel: each operation is one run of a program there. Belongs to the thread that made it.
/// </summary>
/// <remarks>
/// A kernel tells of no eviction, so they are reckoned: what was created, less what was deleted, less what is there. An overwrite of a key
/// that is there
/// counts as no creation; if the very pop of that update had evicted the key, one eviction would go uncounted. The datapath overwrites no
/// key that it
/// has not just missed.
/// </remarks>
internal sealed class KernelDatapathMap<TKey, TValue> : ILruMap<TKey, TValue>, IDisposable
    where TKey : unmanaged, IEquatable<TKey>
    where TValue : unmanaged
{
    /// <summary>The most nodes that one CPU holds back from the others: a batch.</summary>
    private const int LargestBatch = 128;

    private readonly KernelLruMap<TKey, TValue> map;
    private readonly int safeCount;
    private long created, deleted;
    private long evictions;
    private bool isStale;

    /// <exception cref="BpfException">The kernel refused.</exception>
    public KernelDatapathMap(MapOptions shape, CpuPin pin)
    {
        map = new KernelLruMap<TKey, TValue>(shape.Size, shape.Lru == LruFlavour.PerCpu, pin);
        int share = (shape.Size + shape.PossibleCpus - 1) / shape.PossibleCpus;
        Capacity = shape.Lru == LruFlavour.PerCpu ? share * shape.PossibleCpus : shape.Size;
        safeCount = shape.Lru == LruFlavour.PerCpu ? share : shape.Size - LargestBatch * (shape.PossibleCpus + 1);
    }

    public int Capacity { get; }

    public int Count => (int)(created - deleted - Evictions);

    /// <summary>
    /// Counting takes the kernel long, so a table that cannot have evicted yet is not counted: all that is not in use is then still free.
    /// </summary>
    public long Evictions
    {
        get
        {
            if (isStale && (evictions > 0 || created - deleted > safeCount)) evictions = created - deleted - map.Entries().Length;
            isStale = false;
            return evictions;
        }
    }

    public bool TryObserve(IEvictionObserver<TKey, TValue> observer) => false;

    public bool TryLookup(in TKey key, out TValue value)
    {
        KernelOperation<TKey, TValue> lookup = new(KernelOperationKind.Lookup, key, default);
        map.Run(new Span<KernelOperation<TKey, TValue>>(ref lookup));
        value = lookup.Value;
        return KernelResults.Of(lookup.Result) == MapResult.Ok;
    }

    public bool TryPeek(in TKey key, out TValue value) => map.TryPeek(key, out value);

    public bool IsReferenced(in TKey key) => throw new NotSupportedException(
        "the kernel shows nobody its reference bits; run faults that select by them without --map-engine kernel");

    public MapResult Update(in TKey key, in TValue value, UpdateMode mode, int cpu)
    {
        bool replaces = mode == UpdateMode.Exist || (mode == UpdateMode.Any && map.TryPeek(key, out _));
        KernelOperation<TKey, TValue> update = new(KindOf(mode), key, value);
        map.Run(cpu, new Span<KernelOperation<TKey, TValue>>(ref update));
        MapResult result = KernelResults.Of(update.Result);

        // Also a refused update may have evicted strangers.
        isStale = true;
        if (result == MapResult.Ok && !replaces) created++;
        return result;
    }

    public MapResult Delete(in TKey key)
    {
        KernelOperation<TKey, TValue> delete = new(KernelOperationKind.Delete, key, default);
        map.Run(new Span<KernelOperation<TKey, TValue>>(ref delete));
        MapResult result = KernelResults.Of(delete.Result);
        if (result == MapResult.Ok) deleted++;
        return result;
    }

    public IEnumerable<KeyValuePair<TKey, TValue>> Entries() => map.Entries();

    public void Dispose() => map.Dispose();

    private static KernelOperationKind KindOf(UpdateMode mode) => mode switch
    {
        UpdateMode.Any => KernelOperationKind.Update,
        UpdateMode.NoExist => KernelOperationKind.Create,
        UpdateMode.Exist => KernelOperationKind.Replace,
        _ => throw new UnreachableException(),
    };
}
