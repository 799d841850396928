namespace Chaos.Nat.Maps;

/// <summary>Takes a node out of the hash; false if it is not in it, and then the LRU looks further.</summary>
internal delegate bool EvictNode(int node, int cpu, EvictionRule rule);

/// <summary>One set of ACTIVE, INACTIVE and FREE lists: the rotation that sorts nodes by use, and the shrink that evicts.</summary>
/// <remarks>
/// Step by step as struct bpf_lru_list and its functions in kernel/bpf/bpf_lru_list.c. The heads of a set stand side by side in the table
/// of nodes; the
/// scan limit is the number of nodes looked at in one step (`nr_scans`).
/// </remarks>
internal sealed class ListSet(NodeTable nodes, int firstHead, int scanLimit, EvictNode evict)
{
    private readonly int active = firstHead, inactive = firstHead + 1, free = firstHead + 2;
    private int activeCount, inactiveCount, nextInactiveRotation = firstHead + 1;

    public const int Heads = 3;

    public int Inactive => inactive;

    public int Free => free;

    /// <summary>A node that is on none of these lists joins by its reference bit; the rotation cursor stays.</summary>
    public void Join(int node)
    {
        bool referenced = nodes.IsReferenced(node);
        if (referenced) activeCount++;
        else inactiveCount++;
        nodes.Place(node, referenced ? NodeList.Active : NodeList.Inactive, referenced ? active : inactive);
    }

    public void MoveToFree(int node) => Move(node, NodeList.Free, free);

    public void MoveToInactive(int node) => Move(node, NodeList.Inactive, inactive);

    /// <summary>__bpf_lru_list_rotate.</summary>
    public void Rotate()
    {
        if (inactiveCount < activeCount) RotateActive();
        if (!nodes.IsEmpty(inactive)) RotateInactive();
    }

    /// <summary>
    /// __bpf_lru_list_shrink: evicts up to <paramref name="wanted"/> nodes on to a list; at least one, by force, if the hash lets go of
    /// any.
    /// </summary>
    public void Shrink(int wanted, NodeList target, int targetHead, int cpu)
    {
        int got = 0, node = nodes.Tail(inactive);
        for (int scanned = 0; node != inactive;)
        {
            int before = nodes.Previous(node);
            if (nodes.IsReferenced(node)) Move(node, NodeList.Active, active);
            else if (evict(node, cpu, EvictionRule.Shrink))
            {
                Move(node, target, targetHead);
                if (++got == wanted) return;
            }

            if (++scanned == scanLimit) break;
            node = before;
        }

        if (got == 0) ForceOne(target, targetHead, cpu);
    }

    private void RotateActive()
    {
        int first = nodes.Front(active), node = nodes.Tail(active);
        for (int scanned = 0; node != active;)
        {
            int before = nodes.Previous(node);
            if (nodes.IsReferenced(node)) Move(node, NodeList.Active, active);
            else Move(node, NodeList.Inactive, inactive);
            if (++scanned == scanLimit || node == first) break;
            node = before;
        }
    }

    private void RotateInactive()
    {
        int last = nodes.Next(nextInactiveRotation);
        if (last == inactive) last = nodes.Next(last);
        int node = nextInactiveRotation, following = inactive;
        for (int scanned = 0; scanned < scanLimit;)
        {
            if (node == inactive)
            {
                node = nodes.Previous(node);
                continue;
            }

            following = nodes.Previous(node);
            if (nodes.IsReferenced(node)) Move(node, NodeList.Active, active);
            if (node == last) break;
            node = following;
            scanned++;
        }

        nextInactiveRotation = following;
    }

    private void ForceOne(NodeList target, int targetHead, int cpu)
    {
        int head = nodes.IsEmpty(inactive) ? active : inactive;
        for (int node = nodes.Tail(head); node != head; node = nodes.Previous(node))
        {
            if (!evict(node, cpu, EvictionRule.Forced)) continue;
            Move(node, target, targetHead);
            return;
        }
    }

    /// <summary>A move off one of these lists: counts follow, and the rotation cursor steps aside first.</summary>
    private void Move(int node, NodeList list, int head)
    {
        if (node == nextInactiveRotation) nextInactiveRotation = nodes.Previous(node);
        NodeList from = nodes[node].List;
        if (from == NodeList.Active) activeCount--;
        else if (from == NodeList.Inactive) inactiveCount--;
        if (list == NodeList.Active) activeCount++;
        else if (list == NodeList.Inactive) inactiveCount++;
        nodes.Place(node, list, head);
    }
}
