namespace Chaos.Nat.Maps.Orders;

/// <summary>Doubly linked queues of nodes; a node is in one of them at most. Nothing is allocated after construction.</summary>
internal sealed class QueueSet
{
    private readonly int[] previous, next;
    private readonly int[] lengths;
    private readonly byte[] queueOf;
    private readonly int capacity;

    /// <param name="capacity">Nodes.</param>
    /// <param name="queues">At least 1.</param>
    public QueueSet(int capacity, int queues)
    {
        this.capacity = capacity;
        previous = new int[capacity + queues];
        next = new int[capacity + queues];
        lengths = new int[queues];
        queueOf = new byte[capacity];
        for (int head = capacity; head < previous.Length; head++) (previous[head], next[head]) = (head, head);
    }

    public int LengthOf(int queue) => lengths[queue];

    public int QueueOf(int node) => queueOf[node];

    /// <summary>The oldest of a queue that is not empty.</summary>
    public int Tail(int queue) => previous[capacity + queue];

    /// <summary>The next younger node of the same queue; -1 for the youngest.</summary>
    public int Younger(int node) => previous[node] < capacity ? previous[node] : -1;

    public void AddFront(int node, int queue)
    {
        int head = capacity + queue, front = next[head];
        (previous[node], next[node]) = (head, front);
        next[head] = node;
        previous[front] = node;
        queueOf[node] = (byte)queue;
        lengths[queue]++;
    }

    public void Remove(int node)
    {
        next[previous[node]] = next[node];
        previous[next[node]] = previous[node];
        lengths[queueOf[node]]--;
    }
}
