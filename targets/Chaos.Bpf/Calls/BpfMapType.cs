namespace Chaos.Bpf.Calls;

/// <summary>Source: include/uapi/linux/bpf.h, enum bpf_map_type.</summary>
internal enum BpfMapType : uint
{
    Hash = 1,
    Array = 2,
    PerCpuArray = 6,
    LruHash = 9,
}

/// <summary>Source: include/uapi/linux/bpf.h, BPF_F_*.</summary>
[Flags]
internal enum BpfMapFlags : uint
{
    None = 0,

    /// <summary>BPF_F_NO_PREALLOC: a hash takes memory for the entries that it has.</summary>
    NoPreallocation = 1 << 0,

    /// <summary>BPF_F_NO_COMMON_LRU: each CPU has lists of its own.</summary>
    NoCommonLru = 1 << 1,

    /// <summary>BPF_F_MMAPABLE: an array whose memory a process can map.</summary>
    Mappable = 1 << 10,
}
