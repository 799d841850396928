namespace Chaos.Nat.Maps.Orders;

/// <summary>True LRU: each use moves an entry to the front.</summary>
internal sealed class LruOrder(int capacity) : EvictionOrder
{
    private readonly QueueSet queue = new(capacity, queues: 1);

    public override void Add(int node, uint hash) => queue.AddFront(node, 0);

    public override void Use(int node)
    {
        queue.Remove(node);
        queue.AddFront(node, 0);
    }

    public override void Remove(int node) => queue.Remove(node);

    public override int TakeVictim()
    {
        int victim = queue.Tail(0);
        queue.Remove(victim);
        return victim;
    }
}
