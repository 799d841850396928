using Chaos.Model;

namespace Chaos.Nat.Maps;

/// <summary>The allocator of an LRU map: which node an insert gets, and who has to go for it.</summary>
internal abstract class LruPolicy(NodeTable nodes)
{
    public NodeTable Nodes { get; } = nodes;

    /// <summary>bpf_lru_pop_free: a node for this CPU, or -1 if none can be freed.</summary>
    public abstract int Pop(int cpu);

    /// <summary>
    /// A node that is likely to be evicted within the next inserts, another at each call, or -1: so that its memory can be fetched in time.
    /// </summary>
    public abstract int PeekVictim();

    /// <summary>bpf_lru_push_free: a node that was deleted, or popped and not used.</summary>
    public abstract void Push(int node);

    /// <summary>The capacity counts nodes; for the per-CPU flavour it is a multiple of the possible CPUs.</summary>
    public static LruPolicy Create(LruFlavour flavour, int capacity, BatchRule batch, int possibleCpus, EvictNode evict) => flavour switch
    {
        LruFlavour.Common => new CommonLru(capacity, CommonLru.BatchOf(batch, capacity, possibleCpus), possibleCpus, evict),
        LruFlavour.PerCpu => new PerCpuLru(capacity, possibleCpus, evict),
        _ => throw new ArgumentOutOfRangeException(nameof(flavour), flavour, "no such flavour"),
    };
}
