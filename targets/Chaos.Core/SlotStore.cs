namespace Chaos.Core;

/// <summary>An item and its moment.</summary>
public readonly record struct TimedItem<T>(long Time, T Item);

/// <summary>A list of items in a <see cref="SlotStore{T}"/>; empty if all is zero.</summary>
internal struct Slot
{
    /// <summary>Chunk numbers + 1.</summary>
    public int First, Last;

    public int Count;
}

/// <summary>
/// Many lists that only grow at their end and are taken whole, in chunks of one array: neighbours in a list are neighbours in memory.
/// </summary>
internal sealed class SlotStore<T>
{
    private const int ChunkBits = 3, ChunkItems = 1 << ChunkBits, FirstChunks = 64;

    private TimedItem<T>[] items = new TimedItem<T>[FirstChunks * ChunkItems];

    /// <summary>The chunk behind each, + 1; of a free one, the next free one.</summary>
    private int[] next = new int[FirstChunks];

    private int firstFree, used;

    public void Append(ref Slot slot, in TimedItem<T> item)
    {
        int place = slot.Count & (ChunkItems - 1);
        if (place == 0)
        {
            int chunk = TakeChunk() + 1;
            if (slot.Count == 0) slot.First = chunk;
            else next[slot.Last - 1] = chunk;
            slot.Last = chunk;
        }

        items[(slot.Last - 1 << ChunkBits) + place] = item;
        slot.Count++;
    }

    /// <summary>Copies a list to the front of <paramref name="target"/>, which has room for it, and empties it.</summary>
    public void Take(ref Slot slot, Span<TimedItem<T>> target)
    {
        int count = slot.Count;
        int chunk = slot.First - 1;
        for (int taken = 0; taken < count; taken += ChunkItems)
        {
            ReadOnlySpan<TimedItem<T>> source = items.AsSpan(chunk << ChunkBits, Math.Min(ChunkItems, count - taken));
            for (int place = 0; place < source.Length; place++) target[taken + place] = source[place];
            int following = next[chunk] - 1;
            next[chunk] = firstFree;
            firstFree = chunk + 1;
            chunk = following;
        }

        slot = default;
    }

    private int TakeChunk()
    {
        int chunk = firstFree - 1;
        if (chunk >= 0)
        {
            firstFree = next[chunk];
        }
        else
        {
            chunk = used++;
            if (chunk == next.Length)
            {
                Array.Resize(ref next, 2 * chunk);
                Array.Resize(ref items, 2 * chunk * ChunkItems);
            }
        }

        next[chunk] = 0;
        return chunk;
    }
}
