using System.Runtime.CompilerServices;
using Chaos.Core;

namespace Chaos.Nat.Maps;

/// <summary>
/// Finds nodes by the hash of their key: open addressing, linear probing, deletion by shifting back, so that churn leaves no tombstones.
/// </summary>
/// <remarks>
/// Two slots for each node of 8 bytes each: position + 1 above, the hash below, zero if empty. A hash's home is hash * slots / 2^32, hence
/// the upper
/// bits of a hash must be good.
/// </remarks>
internal sealed class HashIndex(int capacity)
{
    private readonly ulong[] slots = new ulong[2 * capacity];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Home(uint hash) => unchecked((int)((ulong)hash * (ulong)slots.Length >> 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(uint hash) => CacheLines.Prefetch(ref slots[Home(hash)]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int After(int slot) => slot + 1 == slots.Length ? 0 : slot + 1;

    /// <summary>What is in a slot; zero if nothing.</summary>
    public ulong this[int slot] => slots[slot];

    public static int NodeOf(ulong entry) => unchecked((int)(entry >> 32) - 1);

    public static uint HashOf(ulong entry) => unchecked((uint)entry);

    public void Put(int slot, int node, uint hash) => slots[slot] = Entry(node, hash);

    public void Remove(int node, uint hash)
    {
        ulong removed = Entry(node, hash);
        int hole = Home(hash);
        while (slots[hole] != removed) hole = After(hole);
        for (int slot = After(hole); ; slot = After(slot))
        {
            ulong entry = slots[slot];
            if (entry == 0) break;
            if (!Reaches(Home(HashOf(entry)), hole, slot)) continue;
            slots[hole] = entry;
            hole = slot;
        }

        slots[hole] = 0;
    }

    /// <summary>
    /// Whether a probe that begins at <paramref name="home"/> passes the hole on its way to <paramref name="slot"/>, around the end if need
    /// be.
    /// </summary>
    private static bool Reaches(int home, int hole, int slot) =>
        hole <= slot ? home <= hole || home > slot : home <= hole && home > slot;

    private static ulong Entry(int node, uint hash) => unchecked((ulong)(node + 1) << 32 | hash);
}
