using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Chaos.Shared;

/// <summary>Items in order of time, those of the same moment in the order in which they were added; times are nanoseconds from 0.</summary>
/// <remarks>
/// Slots of 2^16 ns hold what comes soon, slots of 2^28 ns what comes within 18 minutes, a list the rest; a coarse slot is dealt out into fine ones when its
/// time comes, and a fine one is sorted, stably, when it is due. So nothing is compared that is not about to happen, and order needs no number. What is
/// added to the due slot, or before it, waits in a small heap. Allocates only to grow. Linked into each project that keeps times.
/// </remarks>
internal sealed class TimeQueue<T>
{
    private const int FineBits = 16, WheelBits = 12, WheelSlots = 1 << WheelBits;

    private readonly SlotStore<T> store = new();
    private readonly Wheel fine = new(WheelSlots), coarse = new(WheelSlots);
    private readonly PriorityQueue<T, (long Time, long Order)> late = new();
    private long lateAdded;
    private List<TimedItem<T>> beyond = [], beyondSpare = [];
    private TimedItem<T>[] due = [], spare = [];
    private int dueNext, dueCount;

    /// <summary>The coarse slot that the fine ones are part of, and the due fine slot; both counted from time 0.</summary>
    private long period, current = -1;

    public int Count { get; private set; }

    public void Add(long time, T item)
    {
        Count++;
        Place(new TimedItem<T>(time, item));
    }

    /// <summary>When the first item is due; false if there is none.</summary>
    public bool TryPeekTime(out long time)
    {
        if (dueNext == dueCount && late.Count == 0) Refill();
        bool hasDue = dueNext < dueCount;
        time = hasDue ? due[dueNext].Time : long.MaxValue;
        if (late.TryPeek(out _, out (long Time, long Order) first) && first.Time < time) time = first.Time;
        return hasDue || late.Count > 0;
    }

    /// <summary>The next item to be taken, if nothing earlier is added; false if it is not known yet.</summary>
    public bool TryPeekNext(out T item)
    {
        item = dueNext < dueCount ? due[dueNext].Item : default!;
        return dueNext < dueCount;
    }

    /// <summary>Takes the first item if it is due by <paramref name="until"/>.</summary>
    public bool TryTake(long until, out long time, [MaybeNullWhen(false)] out T item)
    {
        item = default;
        if (!TryPeekTime(out time) || time > until) return false;
        Count--;

        // On a tie the due slot's item was added before the late one.
        item = dueNext < dueCount && due[dueNext].Time == time ? due[dueNext++].Item : late.Dequeue();
        return true;
    }

    private void Place(in TimedItem<T> timed)
    {
        long slot = timed.Time >> FineBits;
        if (slot <= current) late.Enqueue(timed.Item, (timed.Time, lateAdded++));
        else if (slot >> WheelBits == period) fine.Append(store, (int)(slot & (WheelSlots - 1)), timed);
        else if (slot >> 2 * WheelBits == period >> WheelBits) coarse.Append(store, (int)(slot >> WheelBits & (WheelSlots - 1)), timed);
        else beyond.Add(timed);
    }

    /// <summary>Moves on to the next slot that holds something, if any does.</summary>
    private void Refill()
    {
        dueNext = dueCount = 0;
        while (Count > 0)
        {
            long firstSlot = period << WheelBits;
            if (fine.TryNext((int)(current + 1 - firstSlot), out int slot))
            {
                current = firstSlot + slot;
                dueCount = fine.Take(store, slot, ref due);
                if (spare.Length < dueCount) spare = new TimedItem<T>[due.Length];
                StableSort.ByTime(due.AsSpan(0, dueCount), spare.AsSpan(0, dueCount));
                return;
            }

            if (coarse.TryNext((int)(period & (WheelSlots - 1)) + 1, out int following)) DealOut(following);
            else DealOutBeyond();
        }
    }

    private void DealOut(int following)
    {
        MoveTo((period & ~(long)(WheelSlots - 1)) + following);
        int count = coarse.Take(store, following, ref due);
        for (int place = 0; place < count; place++) Place(due[place]);
    }

    private void DealOutBeyond()
    {
        long first = long.MaxValue;
        foreach (ref readonly TimedItem<T> timed in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(beyond)) first = Math.Min(first, timed.Time);
        MoveTo(first >> FineBits + WheelBits);
        (beyond, beyondSpare) = (beyondSpare, beyond);
        foreach (TimedItem<T> timed in beyondSpare) Place(timed);
        beyondSpare.Clear();
    }

    /// <summary>Stands right before the first fine slot of a coarse one, so that items of that very slot go into it.</summary>
    private void MoveTo(long coarseSlot)
    {
        period = coarseSlot;
        current = (coarseSlot << WheelBits) - 1;
    }

    /// <summary>Slots side by side, and a bit for each that holds something.</summary>
    private sealed class Wheel(int slots)
    {
        private readonly Slot[] slots = new Slot[slots];
        private readonly ulong[] filled = new ulong[slots / 64];

        public int Take(SlotStore<T> store, int slot, ref TimedItem<T>[] target)
        {
            filled[slot >> 6] &= ~(1UL << slot);
            return store.Take(ref slots[slot], ref target);
        }

        public void Append(SlotStore<T> store, int slot, in TimedItem<T> timed)
        {
            filled[slot >> 6] |= 1UL << slot;
            store.Append(ref slots[slot], timed);
        }

        /// <summary>The first slot from <paramref name="from"/> on that holds something.</summary>
        public bool TryNext(int from, out int slot)
        {
            slot = from;
            if (from >= slots.Length) return false;
            ulong word = filled[from >> 6] & ulong.MaxValue << from;
            for (int place = from >> 6;; word = filled[place])
            {
                slot = (place << 6) + BitOperations.TrailingZeroCount(word);
                if (word != 0) return true;
                if (++place == filled.Length) return false;
            }
        }
    }
}
