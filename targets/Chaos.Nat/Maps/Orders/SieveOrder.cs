namespace Chaos.Nat.Maps.Orders;

/// <summary>SIEVE: one queue in the order of insertion, and one bit for each entry.</summary>
/// <remarks>
/// A hand walks from the oldest entry to the youngest. It clears the bit of an entry that was used and leaves it where it is; it evicts the
/// first that was not used, and goes on from there at the next eviction. Source: Zhang et al., "SIEVE is Simpler than LRU", NSDI 2024.
/// </remarks>
internal sealed class SieveOrder(int capacity) : EvictionOrder
{
    private readonly QueueSet queue = new(capacity, queues: 1);
    private readonly bool[] used = new bool[capacity];

    /// <summary>Where the walk goes on; -1: at the oldest.</summary>
    private int hand = -1;

    public override void Add(int node, uint hash)
    {
        used[node] = false;
        queue.AddFront(node, 0);
    }

    public override void Use(int node) => used[node] = true;

    public override void Remove(int node)
    {
        if (node == hand) hand = queue.Younger(node);
        queue.Remove(node);
    }

    public override int TakeVictim()
    {
        int node = hand >= 0 ? hand : queue.Tail(0);
        while (used[node])
        {
            used[node] = false;
            int younger = queue.Younger(node);
            node = younger >= 0 ? younger : queue.Tail(0);
        }

        hand = queue.Younger(node);
        queue.Remove(node);
        return node;
    }
}
