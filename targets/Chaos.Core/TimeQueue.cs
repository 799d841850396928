using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Chaos.Core;

/// <summary>Items in order of time, those of the same moment in the order in which they were added; times are nanoseconds from 0.</summary>
/// <remarks>
/// Slots of 2^26 ns hold what comes within 68 seconds, a list the rest. When the time of a slot comes, all that it holds is sorted, stably:
/// the bulk. What is
/// added later for the same slot waits in slots of 2^16 ns, each sorted in its turn: the late ones. So nothing is compared that is not
/// about to happen, and
/// order needs no number. A look at the first item may run ahead of the clock; what is then added for a time before counts as late, and
/// when that becomes
/// much, the queue goes back. Allocates only to grow. Linked into each project that keeps times.
/// </remarks>
/// <param name="mostBefore">So many late items before the slot that is due are borne, each inserted among the others.</param>
public sealed class TimeQueue<T>(int mostBefore = 1024)
{
    private const int FineBits = 16, WheelBits = 10, WheelSlots = 1 << WheelBits;

    private readonly Wheel<T> fine = new(WheelSlots), coarse = new(WheelSlots);
    private readonly SlotSort<T> sort = new(FineBits, WheelSlots);
    private List<TimedItem<T>> beyond = [], beyondSpare = [];
    private SortedItems<T> bulk = new(), late = new();

    /// <summary>The coarse slot that is due, and the last fine slot whose late items are; both counted from time 0.</summary>
    private long period, current = -1;

    /// <summary>When the first fine slot begins that holds something.</summary>
    private long nextFine = long.MaxValue;

    /// <summary>The first item has been looked for since anything changed before it: it is due at <see cref="Soonest"/>.</summary>
    private bool firstIsKnown = true;

    private bool firstIsLate;

    public int Count { get; private set; }

    /// <summary>Nothing is due before this moment. Costs nothing to ask.</summary>
    public long Soonest { get; private set; } = long.MaxValue;

    public void Add(long time, T item)
    {
        Count++;
        if (time < Soonest) (Soonest, firstIsKnown) = (time, false);
        Place(new TimedItem<T>(time, item));
    }

    /// <summary>When the first item is due, the end of time if there is none; <see cref="Soonest"/> until something changes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long FindSoonest()
    {
        if (!firstIsKnown) Look();
        return Soonest;
    }

    /// <summary>The first item and when it is due; false if there is none.</summary>
    public bool TryPeek(out long time, [MaybeNullWhen(false)] out T item)
    {
        time = FindSoonest();
        item = Count == 0 ? default : firstIsLate ? late.First.Item : bulk.First.Item;
        return Count > 0;
    }

    /// <summary>Takes the first item if it is due by <paramref name="until"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake(long until, out long time, [MaybeNullWhen(false)] out T item)
    {
        time = FindSoonest();
        item = default;
        if (Count == 0 || time > until) return false;
        Count--;
        firstIsKnown = false;
        item = firstIsLate ? late.TakeFirst() : bulk.TakeFirst();
        return true;
    }

    /// <summary>An item that comes soon: about so many behind the first one. A guess, for those who only prepare.</summary>
    public bool TryPeekAhead(int behind, [MaybeNullWhen(false)] out T item) => bulk.TryPeek(behind, out item);

    /// <summary>Finds the first item, if there is one: in the bulk or among the late ones.</summary>
    private void Look()
    {
        if (late.Count == 0 && nextFine <= bulk.Soonest) Refill();
        // Of one moment, what is in the bulk was added before.
        firstIsLate = late.Soonest < bulk.Soonest;
        Soonest = Math.Min(bulk.Soonest, late.Soonest);
        firstIsKnown = true;
    }

    private void Place(in TimedItem<T> timed)
    {
        long slot = timed.Time >> FineBits;
        if (slot <= current) PlaceLate(timed);
        else if (slot >> WheelBits == period)
        {
            nextFine = Math.Min(nextFine, slot << FineBits);
            fine.Append((int)(slot & (WheelSlots - 1)), timed);
        }
        else if (slot >> 2 * WheelBits == period >> WheelBits) coarse.Append((int)(slot >> WheelBits & (WheelSlots - 1)), timed);
        else beyond.Add(timed);
    }

    private void PlaceLate(in TimedItem<T> timed)
    {
        late.Insert(timed);
        if (late.Count > mostBefore && late.First.Time >> FineBits + WheelBits < period) GoBack();
    }

    /// <summary>Moves on to the next slot that holds something, if there is one.</summary>
    private void Refill()
    {
        if (nextFine == long.MaxValue)
        {
            bulk.Clear();
            if (Count == 0 || TryTakeCoarse()) return;
            // The first of them goes to a fine slot.
            DealOutBeyond();
        }

        TakeFine();
    }

    private bool TryTakeCoarse()
    {
        if (!coarse.TryNext((int)(period & (WheelSlots - 1)) + 1, out int slot)) return false;
        MoveTo((period & ~(long)(WheelSlots - 1)) + slot);
        Span<TimedItem<T>> items = bulk.Begin(coarse.CountOf(slot));
        coarse.Take(slot, items);
        sort.Sort(items);
        return true;
    }

    private void TakeFine()
    {
        current = nextFine >> FineBits;
        int slot = (int)(current & (WheelSlots - 1));
        Span<TimedItem<T>> items = late.Begin(fine.CountOf(slot));
        fine.Take(slot, items);
        sort.Sort(items);
        nextFine = fine.TryNext(slot + 1, out int following) ? (period << WheelBits) + following << FineBits : long.MaxValue;
    }

    private void DealOutBeyond()
    {
        long first = long.MaxValue;
        foreach (ref readonly TimedItem<T> timed in CollectionsMarshal.AsSpan(beyond)) first = Math.Min(first, timed.Time);
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
        nextFine = long.MaxValue;
    }

    /// <summary>
    /// A look ran far ahead, and much has come before: everything is placed anew, from the first late item on. Equals keep their order.
    /// </summary>
    private void GoBack()
    {
        firstIsKnown = false;
        List<TimedItem<T>> all = [.. bulk.All];
        TakeAll(fine, all);
        all.AddRange(late.All);
        long back = late.First.Time >> FineBits + WheelBits;
        if (back >> WheelBits != period >> WheelBits) TakeAll(coarse, beyond);
        bulk.Clear();
        late.Clear();
        MoveTo(back);
        foreach (TimedItem<T> timed in all) Place(timed);
    }

    private static void TakeAll(Wheel<T> wheel, List<TimedItem<T>> target)
    {
        for (int from = 0; wheel.TryNext(from, out int slot); from = slot + 1)
        {
            int had = target.Count;
            CollectionsMarshal.SetCount(target, had + wheel.CountOf(slot));
            wheel.Take(slot, CollectionsMarshal.AsSpan(target)[had..]);
        }
    }
}
