using System.Runtime.CompilerServices;
using Chaos.Core;

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

/// <summary>What the LRU knows of a node, in 16 bytes, so that four share a cache line and an eviction never touches a key.</summary>
internal struct Node
{
    /// <summary>Neighbours, as positions in the table.</summary>
    public int Previous, Next;

    /// <summary>Of the key; finds the node's slot in the index.</summary>
    public uint Hash;

    public ushort Cpu;
    public NodeList List;

    /// <summary>In the hash: only such a node can be evicted.</summary>
    public bool Linked;
}

/// <summary>
/// The nodes of a map on their doubly linked lists; a list is named by the position of its head. The reference bits stand apart.
/// </summary>
/// <remarks>Nodes are 0 .. count - 1, heads follow. "Front" is right behind the head, "tail" right before it. Source:
/// kernel/bpf/bpf_lru_list.c.</remarks>
internal sealed class NodeTable
{
    private readonly Node[] nodes;
    private readonly ulong[] references;

    public NodeTable(int count, int heads)
    {
        Count = count;
        nodes = new Node[count + heads];
        references = new ulong[(count + 63) / 64];
        for (int position = 0; position < nodes.Length; position++)
            nodes[position] = new Node { Previous = position, Next = position, List = NodeList.Free };
    }

    public int Count { get; }

    public ref Node this[int position] => ref nodes[position];

    public int Front(int head) => nodes[head].Next;

    public int Tail(int head) => nodes[head].Previous;

    public int Previous(int position) => nodes[position].Previous;

    public int Next(int position) => nodes[position].Next;

    public bool IsEmpty(int head) => nodes[head].Next == head;

    public bool IsReferenced(int node) => (references[node >> 6] >> (node & 63) & 1) != 0;

    /// <summary>Sets the reference bit; writes only if it was not set, as the kernel does.</summary>
    public void Mark(int node)
    {
        ref ulong word = ref references[node >> 6];
        ulong bit = 1ul << (node & 63);
        if ((word & bit) == 0) word |= bit;
    }

    /// <summary>A node is to be marked before long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int node) => CacheLines.Prefetch(ref references[node >> 6]);

    /// <summary>Puts a node at the front of a list and clears its reference bit.</summary>
    public void Place(int node, NodeList list, int head)
    {
        ref Node moved = ref nodes[node];
        nodes[moved.Previous].Next = moved.Next;
        nodes[moved.Next].Previous = moved.Previous;
        ref Node target = ref nodes[head];
        int front = target.Next;
        target.Next = node;
        nodes[front].Previous = node;
        moved.Previous = head;
        moved.Next = front;
        moved.List = list;
        references[node >> 6] &= ~(1ul << (node & 63));
    }
}
