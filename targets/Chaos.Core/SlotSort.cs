namespace Chaos.Core;

/// <summary>
/// Sorts what stood in one slot by time, stably: many items are first dealt out by counting, so that only those of one short span are
/// compared.
/// </summary>
/// <param name="spanBits">Of the short spans, in bits of nanoseconds.</param>
/// <param name="spans">Of a slot, a power of two.</param>
internal sealed class SlotSort<T>(int spanBits, int spans)
{
    /// <summary>From here on counting pays.</summary>
    private const int ManyItems = 256;

    private int[] endOf = [];
    private TimedItem<T>[] spare = [];

    /// <param name="items">Of one slot, or of one of its spans.</param>
    public void Sort(Span<TimedItem<T>> items)
    {
        if (spare.Length < items.Length) spare = new TimedItem<T>[Math.Max(items.Length, 2 * spare.Length)];
        if (items.Length < ManyItems) StableSort.ByTime(items, spare.AsSpan(0, items.Length));
        else DealOut(items, spare.AsSpan(0, items.Length));
    }

    private void DealOut(Span<TimedItem<T>> items, Span<TimedItem<T>> copy)
    {
        if (endOf.Length == 0) endOf = new int[spans];
        Array.Clear(endOf);
        foreach (ref readonly TimedItem<T> item in items) endOf[SpanOf(item)]++;
        int end = 0;
        foreach (ref int count in endOf.AsSpan()) (count, end) = (end, end + count);
        items.CopyTo(copy);
        foreach (ref readonly TimedItem<T> item in copy) items[endOf[SpanOf(item)]++] = item;
        int start = 0;
        foreach (int spanEnd in endOf)
        {
            if (spanEnd - start > 1) StableSort.ByTime(items[start..spanEnd], copy[start..spanEnd]);
            start = spanEnd;
        }
    }

    private int SpanOf(in TimedItem<T> item) => (int)(item.Time >> spanBits & (spans - 1));
}
