using System.Numerics;

namespace Chaos.Shared;

/// <summary>An item and its moment.</summary>
internal readonly record struct TimedItem<T>(long Time, T Item);

/// <summary>A list of items in a <see cref="SlotStore{T}"/>; empty if all is zero.</summary>
internal struct Slot
{
    /// <summary>Chunk numbers + 1.</summary>
    public int First, Last;

    public int Count;
}

/// <summary>Many lists that only grow at their end and are taken whole, in chunks of one array: neighbours in a list are neighbours in memory.</summary>
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

    /// <summary>Copies a list to the front of an array, which grows if need be, and empties it; how many there were.</summary>
    public int Take(ref Slot slot, ref TimedItem<T>[] target)
    {
        int count = slot.Count;
        if (target.Length < count) target = new TimedItem<T>[Math.Max(2 * target.Length, (int)BitOperations.RoundUpToPowerOf2((uint)count))];
        int chunk = slot.First - 1;
        for (int taken = 0; taken < count; taken += ChunkItems)
        {
            items.AsSpan(chunk << ChunkBits, Math.Min(ChunkItems, count - taken)).CopyTo(target.AsSpan(taken));
            int following = next[chunk] - 1;
            next[chunk] = firstFree;
            firstFree = chunk + 1;
            chunk = following;
        }

        slot = default;
        return count;
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
