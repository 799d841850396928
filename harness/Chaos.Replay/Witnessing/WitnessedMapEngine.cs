using Chaos.Model;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;

namespace Chaos.Replay.Witnessing;

/// <summary>The maps of another engine; a witness sees what is done to the NAT map.</summary>
/// <param name="inner">Belongs to the caller, who disposes of it.</param>
/// <param name="witness">Sees it.</param>
internal sealed class WitnessedMapEngine(IMapEngine inner, INatWitness witness) : IMapEngine
{
    public ILruMap<TKey, TValue> Create<TKey, TValue>(MapOptions shape)
        where TKey : unmanaged, IEquatable<TKey>
        where TValue : unmanaged
    {
        ILruMap<TKey, TValue> made = inner.Create<TKey, TValue>(shape);
        if (made is not ILruMap<NatKey, NatValue> map) return made;
        witness.OnMap(map.Capacity);
        return (ILruMap<TKey, TValue>)(object)new WitnessedMap(map, witness);
    }

    public void Dispose()
    {
        // The inner engine is the caller's.
    }

    private sealed class WitnessedMap(ILruMap<NatKey, NatValue> map, INatWitness witness) : ILruMap<NatKey, NatValue>
    {
        public int Capacity => map.Capacity;

        public int Count => map.Count;

        public long Evictions => map.Evictions;

        public bool TryObserve(IEvictionObserver<NatKey, NatValue> observer) => map.TryObserve(new BothObservers(witness, observer));

        public bool TryLookup(in NatKey key, out NatValue value)
        {
            bool found = map.TryLookup(key, out value);
            witness.OnLookup(key, found);
            return found;
        }

        public bool TryPeek(in NatKey key, out NatValue value) => map.TryPeek(key, out value);

        public bool IsReferenced(in NatKey key) => map.IsReferenced(key);

        public MapResult Update(in NatKey key, in NatValue value, UpdateMode mode, int cpu)
        {
            witness.OnUpdate(key, value, mode, cpu);
            MapResult result = map.Update(key, value, mode, cpu);
            witness.OnUpdated(key, value, result);
            return result;
        }

        public MapResult Delete(in NatKey key)
        {
            MapResult result = map.Delete(key);
            witness.OnDeleted(key, result);
            return result;
        }

        public IEnumerable<KeyValuePair<NatKey, NatValue>> Entries() => map.Entries();
    }

    private sealed class BothObservers(INatWitness witness, IEvictionObserver<NatKey, NatValue> observer)
        : IEvictionObserver<NatKey, NatValue>
    {
        public void OnEvicted(in NatKey key, in NatValue value, int cpu, EvictionRule rule)
        {
            witness.OnEvicted(key, value, rule);
            observer.OnEvicted(key, value, cpu, rule);
        }
    }
}
