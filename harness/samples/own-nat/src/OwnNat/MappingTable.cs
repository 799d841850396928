using Chaos.Model;

namespace OwnNat;

/// <summary>A connection and the port that stands for it.</summary>
public sealed record Mapping(FiveTuple Connection, ushort Port);

/// <summary>Mappings by connection and by port. Of a full table, the one that was used longest ago makes room.</summary>
/// <param name="room">Mappings that it holds, at least 1.</param>
/// <param name="firstPort">The first of as many ports.</param>
public sealed class MappingTable(int room, ushort firstPort)
{
    private readonly Dictionary<FiveTuple, LinkedListNode<Mapping>> byConnection = [];
    private readonly Dictionary<ushort, LinkedListNode<Mapping>> byPort = [];
    private readonly LinkedList<Mapping> leastRecentFirst = [];

    public int Count => byPort.Count;

    public long Evictions { get; private set; }

    /// <summary>The mapping of a connection, made if there is none.</summary>
    public Mapping Of(FiveTuple connection)
    {
        if (!byConnection.TryGetValue(connection, out LinkedListNode<Mapping>? node))
        {
            node = new LinkedListNode<Mapping>(new Mapping(connection, Count < room ? (ushort)(firstPort + Count) : Evict()));
            (byConnection[connection], byPort[node.Value.Port]) = (node, node);
            leastRecentFirst.AddLast(node);
        }

        Use(node);
        return node.Value;
    }

    /// <summary>The mapping that a reply belongs to; null: it belongs to none.</summary>
    public Mapping? Of(ushort port)
    {
        if (!byPort.TryGetValue(port, out LinkedListNode<Mapping>? node)) return null;
#if !BUG
        // A reply is use, too: without this line, connections that mostly receive are the first to go.
        Use(node);
#endif
        return node.Value;
    }

    private void Use(LinkedListNode<Mapping> node)
    {
        leastRecentFirst.Remove(node);
        leastRecentFirst.AddLast(node);
    }

    private ushort Evict()
    {
        Mapping oldest = leastRecentFirst.First!.Value;
        leastRecentFirst.RemoveFirst();
        byConnection.Remove(oldest.Connection);
        byPort.Remove(oldest.Port);
        Evictions++;
        return oldest.Port;
    }
}
