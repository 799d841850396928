using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chaos.Shared;

/// <summary>Items in order of time, those of the same moment in the order in which they were added; times are nanoseconds from 0.</summary>
/// <remarks>
/// Slots of 2^28 ns hold what comes within 18 minutes, a list the rest. When a slot's time comes it is sorted, stably, if it holds little, and else first dealt
/// out into slots of 2^16 ns, which are sorted each in its turn. So nothing is compared that is not about to happen, and order needs no number. What is
/// added to the due slot, or before it, is inserted there; when that becomes much, the slot is dealt out after all. Allocates only to grow. Linked into each
/// project that keeps times.
/// </remarks>
/// <param name="mostSorted">So many items are sorted at once: inserting among them moves less memory than a slot of their own would take.</param>
internal sealed class TimeQueue<T>(int mostSorted = 1024)
{
    private const int FineBits = 16, WheelBits = 12, WheelSlots = 1 << WheelBits, LeastDue = 16;

    private readonly SlotStore<T> store = new();
    private readonly Wheel fine = new(WheelSlots), coarse = new(WheelSlots);
    private List<TimedItem<T>> beyond = [], beyondSpare = [];
    private TimedItem<T>[] due = [], spare = [];
    private int dueNext, dueCount;

    /// <summary>The coarse slot that the fine ones are part of, and the last fine slot that is due; both counted from time 0.</summary>
    private long period, current = -1;

    public int Count { get; private set; }

    /// <summary>Nothing is due before this moment; right after a look at the first item it is that item's. Costs nothing to ask.</summary>
    public long Soonest { get; private set; } = long.MaxValue;

    public void Add(long time, T item)
    {
        Count++;
        if (time < Soonest) Soonest = time;
        Place(new TimedItem<T>(time, item));
    }

    /// <summary>The first item and when it is due; false if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPeek(out long time, [MaybeNullWhen(false)] out T item)
    {
        if (dueNext == dueCount) Refill();
        bool any = dueNext < dueCount;
        Soonest = time = any ? due[dueNext].Time : long.MaxValue;
        item = any ? due[dueNext].Item : default;
        return any;
    }

    /// <summary>Takes the first item if it is due by <paramref name="until"/>.</summary>
    public bool TryTake(long until, out long time, [MaybeNullWhen(false)] out T item)
    {
        if (!TryPeek(out time, out item) || time > until) return false;
        Count--;
        dueNext++;
        return true;
    }

    private void Place(in TimedItem<T> timed)
    {
        long slot = timed.Time >> FineBits;
        if (slot <= current) Insert(timed);
        else if (slot >> WheelBits == period) fine.Append(store, (int)(slot & (WheelSlots - 1)), timed);
        else if (slot >> 2 * WheelBits == period >> WheelBits) coarse.Append(store, (int)(slot >> WheelBits & (WheelSlots - 1)), timed);
        else beyond.Add(timed);
    }

    /// <summary>Among what is due, behind its equals: at the end as a rule, since time goes on.</summary>
    private void Insert(in TimedItem<T> timed)
    {
        if (dueCount - dueNext >= mostSorted && due[dueNext].Time >> FineBits < current)
        {
            DealOutDue();
            Place(timed);
            return;
        }

        if (dueCount == due.Length) MakeRoom();
        int place = dueCount;
        if (place > dueNext && due[place - 1].Time > timed.Time)
        {
            place = dueNext + StableSort.Behind(due.AsSpan(dueNext, dueCount - dueNext), timed.Time);
            Array.Copy(due, place, due, place + 1, dueCount - place);
        }

        due[place] = timed;
        dueCount++;
    }

    private void MakeRoom()
    {
        int left = dueCount - dueNext;
        TimedItem<T>[] former = due;
        if (2 * left >= due.Length) due = new TimedItem<T>[Math.Max(LeastDue, 2 * due.Length)];
        Array.Copy(former, dueNext, due, 0, left);
        (dueNext, dueCount) = (0, left);
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
                SortDue(fine.Take(store, slot, ref due));
                return;
            }

            if (!coarse.TryNext((int)(period & (WheelSlots - 1)) + 1, out int following))
            {
                DealOutBeyond();
                continue;
            }

            MoveTo((period & ~(long)(WheelSlots - 1)) + following);
            int count = coarse.Take(store, following, ref due);
            if (count <= mostSorted)
            {
                current += WheelSlots;
                SortDue(count);
                return;
            }

            for (int place = 0; place < count; place++) Place(due[place]);
        }
    }

    private void SortDue(int count)
    {
        dueCount = count;
        if (spare.Length < count) spare = new TimedItem<T>[due.Length];
        StableSort.ByTime(due.AsSpan(0, count), spare.AsSpan(0, count));
    }

    /// <summary>Only the first fine slot of what is due stays so.</summary>
    private void DealOutDue()
    {
        current = due[dueNext].Time >> FineBits;
        int end = dueCount;
        dueCount = dueNext + StableSort.Behind(due.AsSpan(dueNext, end - dueNext), ((current + 1) << FineBits) - 1);
        for (int place = dueCount; place < end; place++) Place(due[place]);
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
