namespace Chaos.Faults;

/// <summary>The garbage collector of conntrack as faults see it. Moments are nanoseconds on the clock of the run.</summary>
public interface ICollector
{
    /// <summary>
    /// One walk now: expired connections go, and with each its NAT entries, where they can be found. The timed walks come as ever.
    /// </summary>
    CollectedEntries Collect(long nowNanoseconds);

    /// <summary>NAT entries whose connection is unknown go now; nothing else.</summary>
    CollectedEntries PurgeOrphans(long nowNanoseconds);

    /// <summary>No walk is made until <see cref="Resume"/>, neither a timed one nor one that a full table asks for.</summary>
    void Pause();

    /// <summary>Walks are made again, one that is overdue at once. Returns how many were missed.</summary>
    long Resume(long nowNanoseconds);
}

/// <summary>What a walk took.</summary>
/// <param name="Connections">Conntrack entries that had expired.</param>
/// <param name="Twins">NAT entries that went with their connection.</param>
/// <param name="Orphans">NAT entries that belonged to none.</param>
public readonly record struct CollectedEntries(long Connections, long Twins, long Orphans);
