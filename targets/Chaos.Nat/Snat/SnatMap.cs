using System.Diagnostics;
using System.Runtime.CompilerServices;
using Chaos.Model;
using Chaos.Nat.Ledger;
using Chaos.Nat.Maps;

namespace Chaos.Nat.Snat;

/// <summary>
/// cilium_snat_v4_external: original and reverse entries in one LRU map, laid out as the variant has it; tells the ledger what comes and
/// goes.
/// </summary>
public sealed class SnatMap : IEvictionObserver<NatKey, NatValue>
{
    private readonly Func<int, ILruMap<NatKey, NatValue>> make;
    private readonly ConnectionLedger ledger;
    private readonly PairLayout layout;
    private uint prefetched, prefetchedPartner;

    /// <summary>
    /// One entry for both directions: the original key of each reply. It belongs to the entries, so it needs no order of its own.
    /// </summary>
    private readonly Dictionary<NatKey, NatKey>? originals;

    /// <summary>Halves that are to follow their evicted partner; the LRU must not be touched while it evicts.</summary>
    private readonly List<NatKey> widowed = [];

    private ILruMap<NatKey, NatValue> map;
    private BusyLock bucketLock;

    /// <summary>
    /// The same map if it is in this process, by its own type: lookups, which are most of what a packet costs, need no dispatch.
    /// </summary>
    private BpfLruHashMap<NatKey, NatValue>? near;
    private long evictionsOfFormerMaps;

    /// <summary>The connection that an insert in progress is for: whoever is evicted meanwhile goes for its sake.</summary>
    private FiveTuple inserting;

    /// <param name="make">Makes a map for a table of so many entries.</param>
    /// <param name="size">max_entries at the beginning.</param>
    /// <param name="layout">How the two halves stand to each other.</param>
    /// <param name="ledger">Hears what comes and goes.</param>
    /// <exception cref="NotSupportedException">The layout acts on evictions, and the map tells of none.</exception>
    public SnatMap(Func<int, ILruMap<NatKey, NatValue>> make, int size, PairLayout layout, ConnectionLedger ledger)
    {
        this.make = make;
        this.layout = layout;
        this.ledger = ledger;
        map = Begin(size);
        originals = layout == PairLayout.OneEntry ? new Dictionary<NatKey, NatKey>(map.Capacity) : null;
        if (!ledger.HearsEvictions && ActsOnEvictions(layout))
            throw new NotSupportedException($"layout {layout} must hear of evictions, and this map tells of none");
    }

    /// <summary>The moment of the packet in work, in nanoseconds on the clock that the datapath is handed.</summary>
    public long Now { get; set; }

    public int Capacity { get; private set; }

    /// <summary>What goes now goes by a fault, whichever rule of the map takes it.</summary>
    public bool IsUnderFault { get; set; }

    public int Count => map.Count;

    public long Evictions => evictionsOfFormerMaps + map.Evictions;

    /// <summary>Entries that a full table refused, where the variant refuses instead of evicting.</summary>
    public long Refusals { get; private set; }

    /// <summary>The table was full once: it has evicted or refused.</summary>
    public bool HasBeenFull => Evictions > 0 || Refusals > 0;

    public long RestoredReverse { get; private set; }

    public long RestoredOriginal { get; private set; }

    /// <summary>Entries that the map must have so that a table of <paramref name="size"/> is what the layout says.</summary>
    /// <remarks>A table that never evicts has spare nodes beside it: each CPU may hold a batch of free ones back, and one more batch must
    /// always be there.</remarks>
    public static int NodesFor(int size, PairLayout layout, int possibleCpus)
    {
        const int LargestBatch = 128;
        return layout == PairLayout.NeverEvicted ? size + LargestBatch * (possibleCpus + 1) : size;
    }

    /// <summary>Whether a layout does something at each eviction; such a one cannot stand in a map that evicts in silence.</summary>
    public static bool ActsOnEvictions(PairLayout layout) => layout is PairLayout.EvictedTogether or PairLayout.OneEntry;

    /// <summary>A lookup by the datapath; a hit marks the entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryLookup(in NatKey key, out NatValue value)
    {
        if (originals is not null && key.Half == MappingHalf.Reverse) return TryLookupReply(key, out value);
        return near is not null ? near.TryLookup(key, out value) : map.TryLookup(key, out value);
    }

    /// <summary>
    /// A key is among the next few to be looked up: its place in the index is fetched now, its entry with the next call. Waits for no
    /// memory.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(in NatKey key)
    {
        if (near is null) return;
        near.PrefetchRecord(prefetched);
        prefetched = near.PrefetchIndex(key);
    }

    /// <summary>The same for a key and its partner's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(in NatKey key, in NatKey partner)
    {
        if (near is null) return;
        near.PrefetchRecord(prefetchedPartner);
        prefetchedPartner = near.PrefetchIndex(partner);
        Prefetch(key);
    }

    public MapResult Create(in NatKey key, Ipv4Address address, ushort port, UpdateMode mode, int cpu) =>
        Update(key, new NatValue(address, port, Now), mode, cpu);

    public void Delete(in NatKey key)
    {
        if (originals is not null) DeleteWhole(key);
        else map.Delete(key);
    }

    /// <summary>Looks the partner entry up, which marks it, and writes it again if it is gone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MapResult LookUpOrRestore(in NatKey key, Ipv4Address address, ushort port, UpdateMode mode, int cpu) =>
        TryLookup(key, out _) ? MapResult.Ok : Restore(key, address, port, mode, cpu);

    /// <summary>All entries, a whole one as both its halves; marks nothing.</summary>
    public IEnumerable<KeyValuePair<NatKey, NatValue>> Entries()
    {
        foreach (KeyValuePair<NatKey, NatValue> entry in map.Entries())
        {
            yield return entry;
            if (originals is not null) yield return new(NatValue.Partner(entry.Key, entry.Value), ReplyValue(entry.Key, entry.Value));
        }
    }

    /// <summary>Whether an entry is there; marks nothing.</summary>
    public bool Holds(in NatKey key) => TryPeek(key, out _);

    /// <summary>The reference bit of an entry: a packet has used it since the LRU looked last; false if there is no such entry.</summary>
    public bool IsReferenced(in NatKey key) => map.IsReferenced(Stored(key));

    /// <summary>Removes an entry as a fault does, and as the layout has it its partner; false if it is not there.</summary>
    public bool Inject(in NatKey key)
    {
        if (!TryPeek(key, out NatValue value)) return false;
        Remove(key, LossRule.Fault);
        if (layout == PairLayout.EvictedTogether) Remove(NatValue.Partner(key, value), LossRule.Partner);
        return true;
    }

    /// <summary>Removes an entry on purpose, and tells the ledger why, or that a fault made it so; false if it is not there.</summary>
    public bool Remove(in NatKey key, LossRule rule)
    {
        NatKey stored = Stored(key);
        if (!map.TryPeek(stored, out NatValue value)) return false;
        Delete(stored);
        Tell(stored, value, IsUnderFault ? LossRule.Fault : rule, by: null);
        return true;
    }

    /// <summary>Removes an original entry and the reverse one that is found through it. Returns how many went.</summary>
    public int RemovePair(in NatKey original, LossRule rule)
    {
        if (!TryPeek(original, out NatValue value)) return 0;
        return (Remove(original, rule) ? 1 : 0) + (Remove(NatValue.Partner(original, value), rule) ? 1 : 0);
    }

    /// <summary>A share of the updates fails from now on. Returns how many have failed so far.</summary>
    public long FailUpdates(double share, ulong seed) => bucketLock.Set(share, seed);

    /// <summary>A new map takes this one's place; what it does not keep is lost by a fault.</summary>
    /// <param name="size">max_entries of the new one.</param>
    /// <param name="carry">Each entry is written into it, the oldest first.</param>
    /// <param name="cpu">Who writes.</param>
    public void Replace(int size, bool carry, int cpu)
    {
        KeyValuePair<NatKey, NatValue>[] entries = [.. map.Entries().OrderBy(entry => entry.Value.CreatedNanoseconds)];
        evictionsOfFormerMaps += map.Evictions;
        map = Begin(size);
        originals?.Clear();
        foreach ((NatKey key, NatValue value) in entries)
        {
            bool kept = carry && Update(key, value, UpdateMode.Any, cpu) == MapResult.Ok;
            if (kept) originals?.Add(NatValue.Partner(key, value), key);
            else Tell(key, value, LossRule.Fault, by: null);
        }
    }

    void IEvictionObserver<NatKey, NatValue>.OnEvicted(in NatKey key, in NatValue value, int cpu, EvictionRule rule)
    {
        Tell(key, value, IsUnderFault ? LossRule.Fault : RuleOf(rule), inserting);
        if (layout == PairLayout.EvictedTogether) widowed.Add(NatValue.Partner(key, value));
        else originals?.Remove(NatValue.Partner(key, value));
    }

    private ILruMap<NatKey, NatValue> Begin(int size)
    {
        ILruMap<NatKey, NatValue> made = make(size);
        near = made as BpfLruHashMap<NatKey, NatValue>;
        Capacity = layout == PairLayout.NeverEvicted ? size : made.Capacity;
        ledger.SilentMap = made.TryObserve(this) ? null : made;
        return made;
    }

    private static NatValue ReplyValue(in NatKey original, in NatValue value) =>
        value with { Address = original.Tuple.SourceAddress, Port = original.Tuple.SourcePort };

    private MapResult Update(in NatKey key, in NatValue value, UpdateMode mode, int cpu)
    {
        if (bucketLock.IsTaken()) return MapResult.Busy;
        if (originals is not null && key.Half == MappingHalf.Reverse)
            return originals.TryAdd(key, NatValue.Partner(key, value)) ? MapResult.Ok : MapResult.Exists;
        if (layout == PairLayout.NeverEvicted && map.Count >= Capacity && !map.TryPeek(key, out _))
        {
            Refusals++;
            return MapResult.NoMemory;
        }

        inserting = NatValue.Connection(key, value);
        MapResult result = map.Update(key, value, mode, cpu);
        if (widowed.Count > 0) DeleteWidowed();
        return result;
    }

    private MapResult Restore(in NatKey key, Ipv4Address address, ushort port, UpdateMode mode, int cpu)
    {
        NatValue value = new(address, port, Now);
        MapResult result = Update(key, value, mode, cpu);
        if (result != MapResult.Ok) return result;
        if (key.Half == MappingHalf.Reverse) RestoredReverse++;
        else RestoredOriginal++;
        ledger.OnRestored(key.Half, NatValue.Connection(key, value));
        return MapResult.Ok;
    }

    /// <summary>The key under which an entry is kept.</summary>
    private NatKey Stored(in NatKey key) => originals is not null && originals.TryGetValue(key, out NatKey original) ? original : key;

    private bool TryPeek(in NatKey key, out NatValue value) => map.TryPeek(Stored(key), out value);

    private bool TryLookupReply(in NatKey reverse, out NatValue value)
    {
        value = default;
        if (!originals!.TryGetValue(reverse, out NatKey original) || !map.TryLookup(original, out NatValue whole)) return false;
        value = ReplyValue(original, whole);
        return true;
    }

    /// <summary>A claim of a reply's tuple and the entry that it leads to go together, from whichever side.</summary>
    private void DeleteWhole(in NatKey key)
    {
        NatKey original = key.Half == MappingHalf.Reverse && originals!.TryGetValue(key, out NatKey found) ? found : key;
        if (map.TryPeek(original, out NatValue value)) originals!.Remove(NatValue.Partner(original, value));
        map.Delete(original);
        originals!.Remove(key);
    }

    private void DeleteWidowed()
    {
        foreach (NatKey key in widowed)
        {
            if (!map.TryPeek(key, out NatValue value)) continue;
            map.Delete(key);
            Tell(key, value, IsUnderFault ? LossRule.Fault : LossRule.Partner, inserting);
        }

        widowed.Clear();
    }

    private void Tell(in NatKey key, in NatValue value, LossRule rule, FiveTuple? by)
    {
        ledger.OnLost(key, value, rule, by, Now);
        if (originals is not null) ledger.OnLost(NatValue.Partner(key, value), ReplyValue(key, value), rule, by, Now);
    }

    private static LossRule RuleOf(EvictionRule rule) => rule switch
    {
        EvictionRule.Shrink => LossRule.Shrink,
        EvictionRule.Forced => LossRule.Forced,
        EvictionRule.Steal => LossRule.Steal,
        EvictionRule.Order => LossRule.Order,
        _ => throw new UnreachableException(),
    };
}
