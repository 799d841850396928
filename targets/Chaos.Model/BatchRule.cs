namespace Chaos.Model;

/// <summary>How many nodes one CPU takes from the global lists at a time (`target_free`).</summary>
/// <remarks>Source: kernel/bpf/bpf_lru_list.c; the scaled rule is commit d4adf1c9ee77 (Linux 6.16).</remarks>
public enum BatchRule
{
    /// <summary>128, whatever the size of the map: kernels before 6.16.</summary>
    Fixed128,

    /// <summary>clamp((max_entries / possible_cpus) / 2, 1, 128): 6.16 and later.</summary>
    Scaled,
}
