using Chaos.Nat.Ledger;
using Chaos.Nat.Maps;
using Chaos.Packets;

namespace Chaos.Nat.Snat;

/// <summary>cilium_snat_v4_external: original and reverse entries, unlinked, in one LRU map; tells the ledger what comes and goes.</summary>
public sealed class SnatMap : IEvictionObserver<NatKey, NatValue>
{
    private readonly BpfLruHashMap<NatKey, NatValue> map;
    private readonly ConnectionLedger ledger;

    public SnatMap(BpfLruHashMap<NatKey, NatValue> map, ConnectionLedger ledger)
    {
        this.map = map;
        this.ledger = ledger;
        map.EvictionObserver = this;
    }

    /// <summary>The moment of the packet in work, in nanoseconds on the clock that the datapath is handed.</summary>
    public long Now { get; set; }

    public int Capacity => map.Capacity;

    public int Count => map.Count;

    public long Evictions => map.Evictions;

    public long RestoredReverse { get; private set; }

    public long RestoredOriginal { get; private set; }

    /// <summary>A lookup by the datapath; a hit marks the entry.</summary>
    public bool TryLookup(in NatKey key, out NatValue value) => map.TryLookup(key, out value);

    public MapResult Create(in NatKey key, Ipv4Address address, ushort port, UpdateMode mode, int cpu) =>
        map.Update(key, new NatValue(address, port, Now), mode, cpu);

    public void Delete(in NatKey key) => map.Delete(key);

    /// <summary>Looks the partner entry up, which marks it, and writes it again if it is gone.</summary>
    public MapResult LookUpOrRestore(in NatKey key, Ipv4Address address, ushort port, UpdateMode mode, int cpu)
    {
        if (map.TryLookup(key, out _)) return MapResult.Ok;
        NatValue value = new(address, port, Now);
        MapResult result = map.Update(key, value, mode, cpu);
        if (result != MapResult.Ok) return result;
        if (key.Half == MappingHalf.Reverse) RestoredReverse++;
        else RestoredOriginal++;
        ledger.OnRestored(key.Half, NatValue.Connection(key, value));
        return MapResult.Ok;
    }

    /// <summary>All entries; marks nothing.</summary>
    public IEnumerable<KeyValuePair<NatKey, NatValue>> Entries() => map.Entries();

    /// <summary>The reference bit of an entry: a packet has used it since the LRU looked last; false if there is no such entry.</summary>
    public bool IsReferenced(in NatKey key) => map.IsReferenced(key);

    /// <summary>Removes an entry as a fault does; false if it is not there.</summary>
    public bool Inject(in NatKey key)
    {
        if (!map.TryPeek(key, out NatValue value)) return false;
        map.Delete(key);
        ledger.OnLost(key, value, Now, byFault: true);
        return true;
    }

    void IEvictionObserver<NatKey, NatValue>.OnEvicted(in NatKey key, in NatValue value, int cpu, EvictionRule rule) =>
        ledger.OnLost(key, value, Now, byFault: false);
}
