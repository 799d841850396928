namespace Chaos.Nat.Maps;

/// <summary>What an update or a delete came to, under the kernel's names.</summary>
public enum MapResult : byte
{
    Ok,

    /// <summary>EEXIST: NOEXIST was asked for and the key is there.</summary>
    Exists,

    /// <summary>ENOENT: the key is not there.</summary>
    NotFound,

    /// <summary>ENOMEM: no node could be freed.</summary>
    NoMemory,

    /// <summary>EBUSY: the lock of the bucket is taken on this CPU.</summary>
    Busy,
}

/// <summary>BPF_ANY, BPF_NOEXIST, BPF_EXIST.</summary>
public enum UpdateMode : byte
{
    Any,
    NoExist,
    Exist,
}

/// <summary>By which rule of the LRU an entry was evicted.</summary>
public enum EvictionRule : byte
{
    /// <summary>An unreferenced node at the tail of the inactive list.</summary>
    Shrink,

    /// <summary>Nothing unreferenced was in reach: one node goes, whatever its reference bit.</summary>
    Forced,

    /// <summary>A pending node of another CPU.</summary>
    Steal,

    /// <summary>The next in the order of a map that is not the kernel's.</summary>
    Order,
}

/// <summary>Hears of every entry that the LRU evicts, before its slot is reused.</summary>
public interface IEvictionObserver<TKey, TValue>
{
    void OnEvicted(in TKey key, in TValue value, int cpu, EvictionRule rule);
}
