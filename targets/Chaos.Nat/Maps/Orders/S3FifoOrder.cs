namespace Chaos.Nat.Maps.Orders;

/// <summary>
/// S3-FIFO: new entries wait in a small queue and come into the main queue only if they are used there, or come back soon.
/// </summary>
/// <remarks>
/// The small queue has a tenth of the entries. Uses are counted up to three. What leaves the small queue after two uses or more moves to
/// the main queue; the rest is evicted, and its key remembered until as many others have followed it as the main queue has entries. The
/// main queue gives an entry another round for each use. Source: Yang et al., "FIFO Queues are All You Need for Cache Eviction", SOSP 2023.
/// </remarks>
internal sealed class S3FifoOrder : EvictionOrder
{
    private const int Small = 0, Main = 1;
    private const int SmallShare = 10;
    private const byte MostUses = 3;

    private readonly QueueSet queues;
    private readonly byte[] uses;
    private readonly uint[] hashes;
    private readonly int smallLimit;
    private readonly EvictedKeys evicted;

    public S3FifoOrder(int capacity)
    {
        queues = new QueueSet(capacity, queues: 2);
        uses = new byte[capacity];
        hashes = new uint[capacity];
        smallLimit = Math.Max(1, capacity / SmallShare);
        evicted = new EvictedKeys(Math.Max(1, capacity - smallLimit));
    }

    public override void Add(int node, uint hash)
    {
        (uses[node], hashes[node]) = (0, hash);
        queues.AddFront(node, evicted.Forget(hash) ? Main : Small);
    }

    public override void Use(int node) => uses[node] = (byte)Math.Min(uses[node] + 1, MostUses);

    public override void Remove(int node) => queues.Remove(node);

    public override int TakeVictim()
    {
        while (true)
        {
            bool fromSmall = queues.LengthOf(Small) >= smallLimit || queues.LengthOf(Main) == 0;
            if ((fromSmall ? TakeFromSmall() : TakeFromMain()) is >= 0 and int victim) return victim;
        }
    }

    /// <summary>-1: the oldest one moved on.</summary>
    private int TakeFromSmall()
    {
        int node = queues.Tail(Small);
        queues.Remove(node);
        if (uses[node] > 1)
        {
            uses[node] = 0;
            queues.AddFront(node, Main);
            return -1;
        }

        evicted.Remember(hashes[node]);
        return node;
    }

    /// <summary>-1: the oldest one got another round.</summary>
    private int TakeFromMain()
    {
        int node = queues.Tail(Main);
        queues.Remove(node);
        if (uses[node] == 0) return node;
        uses[node]--;
        queues.AddFront(node, Main);
        return -1;
    }
}
