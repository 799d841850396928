namespace Chaos.Nat.Maps;

/// <summary>Takes a node out of the hash; false if it is not in it, and then the LRU looks further.</summary>
internal delegate bool EvictNode(int node, int cpu, EvictionRule rule);

/// <summary>The node allocator of a common LRU map: which node an insert gets, and who has to go for it.</summary>
/// <remarks>
/// Step by step as kernel/bpf/bpf_lru_list.c: one global set of lists, and for each CPU a free and a pending list.
/// </remarks>
internal sealed class CommonLru
{
    /// <summary>Nodes looked at in one step (`nr_scans`), and the batch before Linux 6.16.</summary>
    public const int ScanLimit = 128;

    private readonly LruLists lists;
    private readonly NodeList[] listOf;
    private readonly bool[] referenced;
    private readonly ushort[] cpuOf;
    private readonly int[] nextSteal;
    private readonly EvictNode evict;
    private readonly int targetFree, possibleCpus, active, inactive, free;
    private int activeCount, inactiveCount, nextInactiveRotation;

    public CommonLru(int nodes, int targetFree, int possibleCpus, EvictNode evict)
    {
        this.targetFree = targetFree;
        this.possibleCpus = possibleCpus;
        this.evict = evict;
        lists = new LruLists(nodes, 3 + 2 * possibleCpus);
        (active, inactive, free) = (nodes, nodes + 1, nodes + 2);
        listOf = new NodeList[nodes];
        referenced = new bool[nodes];
        cpuOf = new ushort[nodes];
        nextSteal = new int[possibleCpus];
        nextInactiveRotation = inactive;
        for (int cpu = 0; cpu < possibleCpus; cpu++) nextSteal[cpu] = cpu;
        for (int node = nodes - 1; node >= 0; node--)
        {
            listOf[node] = NodeList.Free;
            lists.MoveToFront(node, free);
        }
    }

    public void Mark(int node) => referenced[node] = true;

    /// <summary>bpf_common_lru_pop_free: a node for this CPU, or -1 if none can be freed.</summary>
    public int Pop(int cpu)
    {
        if (lists.IsEmpty(LocalFree(cpu))) Refill(cpu);
        int node = lists.IsEmpty(LocalFree(cpu)) ? Steal(cpu) : lists.Front(LocalFree(cpu));
        if (node < 0) return -1;
        cpuOf[node] = (ushort)cpu;
        Place(node, NodeList.LocalPending, LocalPending(cpu));
        return node;
    }

    /// <summary>bpf_common_lru_push_free: a node that was deleted, or popped and not used.</summary>
    public void Push(int node)
    {
        if (listOf[node] == NodeList.LocalPending) Place(node, NodeList.LocalFree, LocalFree(cpuOf[node]));
        else MoveGlobal(node, NodeList.Free, free);
    }

    private int LocalFree(int cpu) => free + 1 + 2 * cpu;

    private int LocalPending(int cpu) => free + 2 + 2 * cpu;

    /// <summary>bpf_lru_list_pop_free_to_local: pending nodes join the global lists, then a batch comes back.</summary>
    private void Refill(int cpu)
    {
        FlushPending(cpu);
        if (inactiveCount < activeCount) RotateActive();
        RotateInactive();
        int got = 0;
        for (; got < targetFree && !lists.IsEmpty(free); got++) Place(lists.Front(free), NodeList.LocalFree, LocalFree(cpu));
        if (got < targetFree) Shrink(targetFree - got, cpu);
    }

    private void FlushPending(int cpu)
    {
        int pending = LocalPending(cpu);
        while (!lists.IsEmpty(pending))
        {
            int node = lists.Tail(pending);
            if (referenced[node]) activeCount++;
            else inactiveCount++;
            Place(node, referenced[node] ? NodeList.Active : NodeList.Inactive, referenced[node] ? active : inactive);
        }
    }

    private void RotateActive()
    {
        int first = lists.Front(active);
        int node = lists.Tail(active);
        for (int scanned = 0; node != active;)
        {
            int before = lists.Previous(node);
            if (referenced[node]) MoveGlobal(node, NodeList.Active, active);
            else MoveGlobal(node, NodeList.Inactive, inactive);
            if (++scanned == ScanLimit || node == first) break;
            node = before;
        }
    }

    private void RotateInactive()
    {
        if (lists.IsEmpty(inactive)) return;
        int last = lists.Next(nextInactiveRotation);
        if (last == inactive) last = lists.Next(last);
        int node = nextInactiveRotation, following = inactive;
        for (int scanned = 0; scanned < ScanLimit;)
        {
            if (node == inactive)
            {
                node = lists.Previous(node);
                continue;
            }

            following = lists.Previous(node);
            if (referenced[node]) MoveGlobal(node, NodeList.Active, active);
            if (node == last) break;
            node = following;
            scanned++;
        }

        nextInactiveRotation = following;
    }

    private void Shrink(int wanted, int cpu)
    {
        int got = 0, node = lists.Tail(inactive);
        for (int scanned = 0; node != inactive;)
        {
            int before = lists.Previous(node);
            if (referenced[node]) MoveGlobal(node, NodeList.Active, active);
            else if (evict(node, cpu, EvictionRule.Shrink))
            {
                MoveGlobal(node, NodeList.LocalFree, LocalFree(cpu));
                if (++got == wanted) return;
            }

            if (++scanned == ScanLimit) break;
            node = before;
        }

        if (got == 0) ForceOne(cpu);
    }

    private void ForceOne(int cpu)
    {
        int head = lists.IsEmpty(inactive) ? active : inactive;
        for (int node = lists.Tail(head); node != head; node = lists.Previous(node))
        {
            if (!evict(node, cpu, EvictionRule.Forced)) continue;
            MoveGlobal(node, NodeList.LocalFree, LocalFree(cpu));
            return;
        }
    }

    private int Steal(int cpu)
    {
        int victim = nextSteal[cpu], first = victim, node;
        do
        {
            node = lists.IsEmpty(LocalFree(victim)) ? StealPending(victim, cpu) : lists.Front(LocalFree(victim));
            victim = (victim + 1) % possibleCpus;
        }
        while (node < 0 && victim != first);
        nextSteal[cpu] = victim;
        return node;
    }

    private int StealPending(int victim, int cpu)
    {
        int pending = LocalPending(victim);
        for (int node = lists.Tail(pending); node != pending; node = lists.Previous(node))
            if (!referenced[node] && evict(node, cpu, EvictionRule.Steal))
                return node;
        for (int node = lists.Tail(pending); node != pending; node = lists.Previous(node))
            if (evict(node, cpu, EvictionRule.Steal))
                return node;
        return -1;
    }

    /// <summary>A move off a global list: counts follow, and the rotation cursor steps aside first.</summary>
    private void MoveGlobal(int node, NodeList list, int head)
    {
        if (node == nextInactiveRotation) nextInactiveRotation = lists.Previous(node);
        if (listOf[node] == NodeList.Active) activeCount--;
        else if (listOf[node] == NodeList.Inactive) inactiveCount--;
        if (list == NodeList.Active) activeCount++;
        else if (list == NodeList.Inactive) inactiveCount++;
        Place(node, list, head);
    }

    private void Place(int node, NodeList list, int head)
    {
        listOf[node] = list;
        referenced[node] = false;
        lists.MoveToFront(node, head);
    }
}
