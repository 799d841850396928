namespace Chaos.Nat.Maps;

/// <summary>The per-CPU flavour: each CPU has a set of lists and an equal share of the nodes; none ever steals from another.</summary>
/// <remarks>Step by step as bpf_percpu_lru_pop_free and bpf_percpu_lru_push_free in kernel/bpf/bpf_lru_list.c.</remarks>
internal sealed class PerCpuLru : LruPolicy
{
    /// <summary>PERCPU_NR_SCANS and PERCPU_FREE_TARGET: the same under both batch rules.</summary>
    private const int ScanLimit = 4, Batch = 4;

    private readonly ListSet[] sets;

    public PerCpuLru(int capacity, int possibleCpus, EvictNode evict)
        : base(new NodeTable(capacity, ListSet.Heads * possibleCpus))
    {
        sets = [.. Enumerable.Range(0, possibleCpus).Select(cpu => new ListSet(Nodes, capacity + ListSet.Heads * cpu, ScanLimit, evict))];
        int share = capacity / possibleCpus;
        for (int node = capacity - 1; node >= 0; node--)
        {
            int cpu = node / share;
            Nodes[node].Cpu = (ushort)cpu;
            sets[cpu].MoveToFree(node);
        }
    }

    public override int Pop(int cpu)
    {
        ListSet set = sets[cpu];
        set.Rotate();
        if (Nodes.IsEmpty(set.Free)) set.Shrink(Batch, NodeList.Free, set.Free, cpu);
        if (Nodes.IsEmpty(set.Free)) return -1;
        int node = Nodes.Front(set.Free);
        set.MoveToInactive(node);
        return node;
    }

    /// <summary>A refill of four is too near to be prefetched.</summary>
    public override int PeekVictim() => -1;

    public override void Push(int node) => sets[Nodes[node].Cpu].MoveToFree(node);
}
