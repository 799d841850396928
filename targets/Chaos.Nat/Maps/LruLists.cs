namespace Chaos.Nat.Maps;

/// <summary>Which list a node is on.</summary>
internal enum NodeList : byte
{
    Active,
    Inactive,
    Free,
    LocalFree,
    LocalPending,
}

/// <summary>The doubly linked lists of the LRU, as indices into preallocated arrays; a list is named by the index of its head.</summary>
/// <remarks>Nodes are 0 .. nodes - 1, heads follow. "Front" is right behind the head, "tail" right before it. Source: kernel/bpf/bpf_lru_list.c.</remarks>
internal sealed class LruLists
{
    private readonly int[] previous, next;

    public LruLists(int nodes, int heads)
    {
        previous = new int[nodes + heads];
        next = new int[nodes + heads];
        for (int position = 0; position < nodes + heads; position++) previous[position] = next[position] = position;
    }

    public int Front(int head) => next[head];

    public int Tail(int head) => previous[head];

    public int Previous(int position) => previous[position];

    public int Next(int position) => next[position];

    public bool IsEmpty(int head) => next[head] == head;

    public void MoveToFront(int node, int head)
    {
        next[previous[node]] = next[node];
        previous[next[node]] = previous[node];
        int front = next[head];
        next[head] = previous[front] = node;
        previous[node] = head;
        next[node] = front;
    }
}
