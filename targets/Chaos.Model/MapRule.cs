namespace Chaos.Model;

/// <summary>Which entry a full map evicts for a new one.</summary>
public enum MapRule : byte
{
    /// <summary>BPF_MAP_TYPE_LRU_HASH: reference bits, an active and an inactive list, batches.</summary>
    Kernel,

    /// <summary>The entry that was used least recently.</summary>
    Lru,

    /// <summary>SIEVE: first in, first out, with a hand that passes over entries used since it came by.</summary>
    Sieve,

    /// <summary>S3-FIFO: a small queue on probation, a main queue, and a memory of evicted keys.</summary>
    S3Fifo,
}
