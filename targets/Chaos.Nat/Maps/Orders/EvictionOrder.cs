using Chaos.Model;

namespace Chaos.Nat.Maps.Orders;

/// <summary>The order in which a full map evicts its entries, where it is not the kernel's. Nodes are 0 .. capacity - 1.</summary>
internal abstract class EvictionOrder
{
    /// <param name="node">A new entry's; it is in no order yet.</param>
    /// <param name="hash">Of its key.</param>
    public abstract void Add(int node, uint hash);

    /// <summary>A program has looked an entry up, or written it again.</summary>
    public abstract void Use(int node);

    /// <summary>An entry was deleted.</summary>
    public abstract void Remove(int node);

    /// <summary>The entry that goes next; it leaves the order. There is at least one.</summary>
    public abstract int TakeVictim();

    public static EvictionOrder Create(MapRule rule, int capacity) => rule switch
    {
        MapRule.Lru => new LruOrder(capacity),
        MapRule.Sieve => new SieveOrder(capacity),
        MapRule.S3Fifo => new S3FifoOrder(capacity),
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "no order of this name"),
    };
}
