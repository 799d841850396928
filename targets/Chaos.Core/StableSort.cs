namespace Chaos.Core;

/// <summary>Sorts the front of an array by time and keeps the order of equals.</summary>
internal static class StableSort
{
    /// <summary>Up to here, insertion is fastest.</summary>
    private const int SmallCount = 24;

    /// <param name="items">To be sorted.</param>
    /// <param name="spare">Of the same length; what it holds is lost.</param>
    public static void ByTime<T>(Span<TimedItem<T>> items, Span<TimedItem<T>> spare) => Merge(items, spare);

    /// <summary>The place behind all that is due by a moment, in what is sorted.</summary>
    public static int Behind<T>(ReadOnlySpan<TimedItem<T>> sorted, long time)
    {
        (int low, int high) = (0, sorted.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (sorted[middle].Time <= time) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static void Insert<T>(Span<TimedItem<T>> items)
    {
        for (int next = 1; next < items.Length; next++)
        {
            TimedItem<T> inserted = items[next];
            int place = next;
            for (; place > 0 && items[place - 1].Time > inserted.Time; place--) items[place] = items[place - 1];
            items[place] = inserted;
        }
    }

    private static void Merge<T>(Span<TimedItem<T>> items, Span<TimedItem<T>> spare)
    {
        if (items.Length <= SmallCount)
        {
            Insert(items);
            return;
        }

        int half = items.Length / 2;
        Merge(items[..half], spare[..half]);
        Merge(items[half..], spare[half..]);
        if (items[half - 1].Time <= items[half].Time) return;
        items.CopyTo(spare);
        int left = 0, right = half;
        for (int place = 0; place < items.Length; place++)
            items[place] = right == items.Length || (left < half && spare[left].Time <= spare[right].Time) ? spare[left++] : spare[right++];
    }
}
