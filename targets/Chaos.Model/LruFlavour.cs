namespace Chaos.Model;

/// <summary>Who shares the lists of an LRU map.</summary>
public enum LruFlavour : byte
{
    /// <summary>One set of lists for all CPUs, with small stocks of each CPU's own: the default.</summary>
    Common,

    /// <summary>
    /// BPF_F_NO_COMMON_LRU (Cilium's `bpf-distributed-lru`): each CPU has lists and a share of the nodes of its own; the hash is shared.
    /// </summary>
    PerCpu,
}
