using Chaos.Model;
using Chaos.Nat.Maps;
using Chaos.Nat.Snat;

namespace Chaos.Replay.Recordings;

/// <summary>The maps of another engine; what is deleted while no packet is handled is written down.</summary>
internal sealed class RecordedMapEngine(IMapEngine inner, PacketGate gate, RecordingWriter writer) : IMapEngine
{
    public ILruMap<TKey, TValue> Create<TKey, TValue>(MapOptions shape)
        where TKey : unmanaged, IEquatable<TKey>
        where TValue : unmanaged => new RecordedMap<TKey, TValue>(gate, writer, inner.Create<TKey, TValue>(shape));

    /// <remarks>The inner engine belongs to the caller.</remarks>
    public void Dispose()
    {
    }

    private sealed class RecordedMap<TKey, TValue>(PacketGate gate, RecordingWriter writer, ILruMap<TKey, TValue> map)
        : ILruMap<TKey, TValue>
        where TKey : unmanaged, IEquatable<TKey>
        where TValue : unmanaged
    {
        public int Capacity => map.Capacity;

        public int Count => map.Count;

        public long Evictions => map.Evictions;

        public bool TryObserve(IEvictionObserver<TKey, TValue> observer) => map.TryObserve(observer);

        public bool TryLookup(in TKey key, out TValue value) => map.TryLookup(key, out value);

        public bool TryPeek(in TKey key, out TValue value) => map.TryPeek(key, out value);

        public bool IsReferenced(in TKey key) => map.IsReferenced(key);

        public MapResult Update(in TKey key, in TValue value, UpdateMode mode, int cpu) => map.Update(key, value, mode, cpu);

        public MapResult Delete(in TKey key)
        {
            MapResult result = map.Delete(key);
            if (!gate.IsInPacket && key is NatKey entry) writer.Deletion(entry, result == MapResult.Ok);
            return result;
        }

        public IEnumerable<KeyValuePair<TKey, TValue>> Entries() => map.Entries();
    }
}

/// <summary>Whether a packet is being handled: what it deletes, its replay deletes too.</summary>
internal sealed class PacketGate
{
    public bool IsInPacket { get; set; }
}
