using System.Numerics;

namespace Chaos.Core;

/// <summary>Slots of time side by side, and a bit for each that holds something.</summary>
/// <param name="slots">How many, a multiple of 64.</param>
internal sealed class Wheel<T>(int slots)
{
    private readonly SlotStore<T> store = new();
    private readonly Slot[] slots = new Slot[slots];
    private readonly ulong[] filled = new ulong[slots / 64];

    public int CountOf(int slot) => slots[slot].Count;

    public void Append(int slot, in TimedItem<T> timed)
    {
        filled[slot >> 6] |= 1UL << slot;
        store.Append(ref slots[slot], timed);
    }

    /// <summary>Empties a slot into <paramref name="target"/>, which has room for all of it.</summary>
    public void Take(int slot, Span<TimedItem<T>> target)
    {
        filled[slot >> 6] &= ~(1UL << slot);
        store.Take(ref slots[slot], target);
    }

    /// <summary>The first slot from <paramref name="from"/> on that holds something.</summary>
    public bool TryNext(int from, out int slot)
    {
        slot = from;
        if (from >= slots.Length) return false;
        ulong word = filled[from >> 6] & ulong.MaxValue << from;
        for (int place = from >> 6; ; word = filled[place])
        {
            slot = (place << 6) + BitOperations.TrailingZeroCount(word);
            if (word != 0) return true;
            if (++place == filled.Length) return false;
        }
    }
}
