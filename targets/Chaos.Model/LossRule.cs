namespace Chaos.Model;

/// <summary>By which rule an entry went.</summary>
public enum LossRule : byte
{
    /// <summary>The LRU took it unreferenced from the tail of the inactive list.</summary>
    Shrink,

    /// <summary>The LRU found nothing unreferenced in reach and took it whatever its reference bit.</summary>
    Forced,

    /// <summary>Another CPU stole it before it had joined the lists.</summary>
    Steal,

    /// <summary>It was the next to go in a map whose rule is not the kernel's.</summary>
    Order,

    /// <summary>The variant took it along because its partner was gone.</summary>
    Partner,

    /// <summary>An injected fault.</summary>
    Fault,

    /// <summary>It told a former egress address.</summary>
    Stale,

    /// <summary>Garbage collection took it with its conntrack entry.</summary>
    Expired,

    /// <summary>Garbage collection found no conntrack entry for it.</summary>
    Purged,

    /// <summary>The map tells of no eviction: somebody looked, and it was gone.</summary>
    Unseen,
}
