using Chaos.Model;

namespace Chaos.Nat.Maps;

/// <summary>The common flavour: one global set of lists, and for each CPU a stock of free nodes and a list of pending ones.</summary>
/// <remarks>Step by step as kernel/bpf/bpf_lru_list.c.</remarks>
internal sealed class CommonLru : LruPolicy
{
    /// <summary>Nodes looked at in one step (LOCAL_NR_SCANS), and the largest batch.</summary>
    private const int ScanLimit = 128;

    private readonly ListSet global;
    private readonly int[] nextSteal;
    private readonly EvictNode evict;
    private readonly int batch, possibleCpus, firstLocalHead;
    private int nextVictim;

    /// <summary>The batch is the number of nodes that a CPU takes at a time (`target_free`).</summary>
    public CommonLru(int capacity, int batch, int possibleCpus, EvictNode evict)
        : base(new NodeTable(capacity, ListSet.Heads + 2 * possibleCpus))
    {
        this.batch = batch;
        this.possibleCpus = possibleCpus;
        this.evict = evict;
        global = new ListSet(Nodes, capacity, ScanLimit, evict);
        firstLocalHead = capacity + ListSet.Heads;
        nextVictim = global.Inactive;
        nextSteal = [.. Enumerable.Range(0, possibleCpus)];
        for (int node = capacity - 1; node >= 0; node--) global.MoveToFree(node);
    }

    public static int BatchOf(BatchRule rule, int capacity, int possibleCpus) =>
        rule == BatchRule.Fixed128 ? ScanLimit : Math.Clamp(capacity / possibleCpus / 2, 1, ScanLimit);

    /// <summary>bpf_common_lru_pop_free.</summary>
    public override int Pop(int cpu)
    {
        int stock = LocalFree(cpu);
        if (Nodes.IsEmpty(stock)) Refill(cpu);
        int node = Nodes.IsEmpty(stock) ? Steal(cpu) : Nodes.Front(stock);
        if (node < 0) return -1;
        Nodes[node].Cpu = (ushort)cpu;
        Nodes.Place(node, NodeList.LocalPending, LocalPending(cpu));
        return node;
    }

    /// <summary>The next refill walks the inactive list from its tail; each insert looks one step further along it.</summary>
    public override int PeekVictim()
    {
        int node = nextVictim;
        nextVictim = Nodes.Previous(node);
        return node < Nodes.Count ? node : -1;
    }

    /// <summary>bpf_common_lru_push_free.</summary>
    public override void Push(int node)
    {
        if (Nodes[node].List == NodeList.LocalPending) Nodes.Place(node, NodeList.LocalFree, LocalFree(Nodes[node].Cpu));
        else global.MoveToFree(node);
    }

    private int LocalFree(int cpu) => firstLocalHead + 2 * cpu;

    private int LocalPending(int cpu) => firstLocalHead + 2 * cpu + 1;

    /// <summary>bpf_lru_list_pop_free_to_local: pending nodes join the global lists, then a batch comes back.</summary>
    private void Refill(int cpu)
    {
        int pending = LocalPending(cpu), stock = LocalFree(cpu), got = 0;
        while (!Nodes.IsEmpty(pending)) global.Join(Nodes.Tail(pending));
        global.Rotate();
        for (; got < batch && !Nodes.IsEmpty(global.Free); got++) Nodes.Place(Nodes.Front(global.Free), NodeList.LocalFree, stock);
        if (got < batch) global.Shrink(batch - got, NodeList.LocalFree, stock, cpu);
        nextVictim = Nodes.Tail(global.Inactive);
    }

    private int Steal(int cpu)
    {
        int victim = nextSteal[cpu], first = victim, node;
        do
        {
            node = Nodes.IsEmpty(LocalFree(victim)) ? StealPending(victim, cpu) : Nodes.Front(LocalFree(victim));
            victim = (victim + 1) % possibleCpus;
        }
        while (node < 0 && victim != first);
        nextSteal[cpu] = victim;
        return node;
    }

    private int StealPending(int victim, int cpu)
    {
        int pending = LocalPending(victim);
        for (int node = Nodes.Tail(pending); node != pending; node = Nodes.Previous(node))
            if (!Nodes.IsReferenced(node) && evict(node, cpu, EvictionRule.Steal))
                return node;
        for (int node = Nodes.Tail(pending); node != pending; node = Nodes.Previous(node))
            if (evict(node, cpu, EvictionRule.Steal))
                return node;
        return -1;
    }
}
