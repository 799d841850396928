using System.Runtime.CompilerServices;

namespace Chaos.Core;

/// <summary>
/// Items in order of time, those of one moment in the order in which they came; taken from the front. Allocates only to grow.
/// </summary>
internal struct SortedItems<T>()
{
    private const int LeastItems = 16;

    private TimedItem<T>[] items = [];
    private int next, end;

    public readonly int Count => end - next;

    /// <summary>There must be one.</summary>
    public readonly ref readonly TimedItem<T> First
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref items[next];
    }

    /// <summary>When the first one is due, the end of time if there is none.</summary>
    public readonly long Soonest
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => next < end ? items[next].Time : long.MaxValue;
    }

    public readonly ReadOnlySpan<TimedItem<T>> All => items.AsSpan(next, end - next);

    /// <summary>The item so many places behind the first one; false if there are not so many.</summary>
    public readonly bool TryPeek(int behind, out T? item)
    {
        bool any = behind < end - next;
        item = any ? items[next + behind].Item : default;
        return any;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T TakeFirst() => items[next++].Item;

    public void Clear() => next = end = 0;

    /// <summary>Room for so many, in place of what was here; the caller fills it in order.</summary>
    public Span<TimedItem<T>> Begin(int count)
    {
        if (items.Length < count) items = new TimedItem<T>[Math.Max(count, Math.Max(LeastItems, 2 * items.Length))];
        (next, end) = (0, count);
        return items.AsSpan(0, count);
    }

    /// <summary>Behind its equals: at the end as a rule, since time goes on.</summary>
    public void Insert(in TimedItem<T> timed)
    {
        if (end == items.Length) MakeRoom();
        int place = end;
        if (place > next && items[place - 1].Time > timed.Time)
        {
            place = next + StableSort.Behind(items.AsSpan(next, end - next), timed.Time);
            Array.Copy(items, place, items, place + 1, end - place);
        }

        items[place] = timed;
        end++;
    }

    private void MakeRoom()
    {
        int left = end - next;
        TimedItem<T>[] former = items;
        if (2 * left >= items.Length) items = new TimedItem<T>[Math.Max(LeastItems, 2 * items.Length)];
        Array.Copy(former, next, items, 0, left);
        (next, end) = (0, left);
    }
}
