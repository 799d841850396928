using System.Runtime.InteropServices;

namespace Chaos.Bpf.Maps;

/// <summary>
/// What a program does with a map. The numbers are part of the oracle program: an update's flags are its number less one.
/// </summary>
public enum KernelOperationKind : uint
{
    /// <summary>bpf_map_lookup_elem: a hit sets the reference bit.</summary>
    Lookup = 0,

    /// <summary>bpf_map_update_elem with BPF_ANY.</summary>
    Update = 1,

    /// <summary>BPF_NOEXIST.</summary>
    Create = 2,

    /// <summary>BPF_EXIST.</summary>
    Replace = 3,

    /// <summary>bpf_map_delete_elem.</summary>
    Delete = 4,
}

/// <summary>One operation, as the oracle program reads it, and its result, as the program writes it.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct KernelOperation<TKey, TValue>(KernelOperationKind kind, TKey key, TValue value)
    where TKey : unmanaged
    where TValue : unmanaged
{
    public KernelOperationKind Kind = kind;

    /// <summary>Zero, or minus an error number of <see cref="BpfError"/>; a lookup that misses gives -ENOENT.</summary>
    public int Result;

    public TKey Key = key;

    /// <summary>What an update writes and what a lookup found.</summary>
    public TValue Value = value;
}
