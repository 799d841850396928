using System.Runtime.InteropServices;
using Chaos.Bpf.Calls;
using Chaos.Nat.Maps;

namespace Chaos.Bpf.Maps;

/// <summary>
/// A map of the kernel and what user space can do with it by system call; none of it marks an LRU entry (since Linux 5.2).
/// </summary>
/// <typeparam name="TKey">Without padding: the kernel compares every byte.</typeparam>
/// <typeparam name="TValue">The kernel copies every byte.</typeparam>
internal sealed unsafe class BpfMap<TKey, TValue> : IDisposable
    where TKey : unmanaged
    where TValue : unmanaged
{
    private readonly BpfDescriptor descriptor;

    /// <exception cref="BpfException">The kernel refused.</exception>
    public BpfMap(BpfMapType type, int maxEntries, BpfMapFlags flags)
    {
        MapCreateAttributes attributes = new()
        {
            Type = (uint)type, KeySize = (uint)sizeof(TKey), ValueSize = (uint)sizeof(TValue), MaxEntries = (uint)maxEntries,
            Flags = (uint)flags,
        };
        descriptor = BpfCall.Open(BpfCommand.MapCreate, ref attributes, $"creating a map of {maxEntries} entries");
    }

    public int Descriptor => descriptor.Number;

    public bool TryLookup(TKey key, out TValue value)
    {
        fixed (TValue* found = &value)
        {
            MapElementAttributes attributes = new() { Map = (uint)Descriptor, Key = &key, Value = found };
            if (BpfCall.Invoke(BpfCommand.MapLookup, ref attributes) >= 0) return true;
        }

        return Marshal.GetLastPInvokeError() == BpfError.NotFound ? false : throw BpfException.OfLastCall("looking up a key");
    }

    /// <summary>Writes an entry; false if the mode forbids it, because of what is there, or the map has no room.</summary>
    public bool TryUpdate(TKey key, TValue value, UpdateMode mode)
    {
        MapElementAttributes attributes = new() { Map = (uint)Descriptor, Key = &key, Value = &value, Flags = (ulong)mode };
        if (BpfCall.Invoke(BpfCommand.MapUpdate, ref attributes) >= 0) return true;
        return Marshal.GetLastPInvokeError() is BpfError.NotFound or BpfError.Exists or BpfError.NoMemory or BpfError.TooBig
            ? false : throw BpfException.OfLastCall("writing a key");
    }

    /// <summary>False if the key is not there.</summary>
    public bool TryDelete(TKey key)
    {
        MapElementAttributes attributes = new() { Map = (uint)Descriptor, Key = &key };
        if (BpfCall.Invoke(BpfCommand.MapDelete, ref attributes) >= 0) return true;
        return Marshal.GetLastPInvokeError() == BpfError.NotFound ? false : throw BpfException.OfLastCall("deleting a key");
    }

    /// <summary>The values of all possible CPUs, of a per-CPU map.</summary>
    public TValue[] OnEachCpu(TKey key)
    {
        TValue[] values = new TValue[PossibleCpus.Count];
        fixed (TValue* first = values)
        {
            MapElementAttributes attributes = new() { Map = (uint)Descriptor, Key = &key, Value = first };
            if (BpfCall.Invoke(BpfCommand.MapLookup, ref attributes) < 0) throw BpfException.OfLastCall("reading a key on all CPUs");
        }

        return values;
    }

    /// <summary>All entries, in the kernel's order.</summary>
    /// <param name="room">At least as many as there can be entries: then no bucket is cut in two.</param>
    public KeyValuePair<TKey, TValue>[] Entries(int room)
    {
        TKey[] keys = new TKey[room];
        TValue[] values = new TValue[room];
        uint resume;
        uint count;
        fixed (TKey* firstKey = keys)
        fixed (TValue* firstValue = values)
        {
            MapBatchAttributes attributes = new()
            {
                NextResume = &resume, Keys = firstKey, Values = firstValue, Count = (uint)room, Map = (uint)Descriptor,
            };
            bool failed = BpfCall.Invoke(BpfCommand.MapLookupBatch, ref attributes) < 0;

            // "Not found" is how the kernel says that the end was reached.
            if (failed && Marshal.GetLastPInvokeError() != BpfError.NotFound) throw BpfException.OfLastCall("reading all entries");
            count = attributes.Count;
        }

        KeyValuePair<TKey, TValue>[] entries = new KeyValuePair<TKey, TValue>[count];
        for (int position = 0; position < entries.Length; position++) entries[position] = new(keys[position], values[position]);
        return entries;
    }

    public void Dispose() => descriptor.Dispose();
}
