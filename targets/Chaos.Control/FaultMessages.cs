namespace Chaos.Control;

/// <summary>Harness to node: remove entries from the map now, as an eviction would.</summary>
public sealed record Evict : ControlMessage
{
    /// <summary>Comes back in <see cref="FaultDone.Number"/>.</summary>
    public required int Number { get; init; }

    public required EvictHalf Half { get; init; }

    public required EvictSelect Select { get; init; }

    /// <summary>How many mappings; null if <see cref="Share"/> says it.</summary>
    public int? Count { get; init; }

    /// <summary>0 to 1 of what could be chosen; null if <see cref="Count"/> says it.</summary>
    public double? Share { get; init; }

    /// <summary>Only mappings of these watched flows; null: any mapping.</summary>
    public IReadOnlyList<int>? Flows { get; init; }

    public required ulong Seed { get; init; }
}

/// <summary>Which half of a chosen mapping goes.</summary>
public enum EvictHalf
{
    Original,
    Reverse,
    Both,
}

public enum EvictSelect
{
    /// <summary>The mappings created first.</summary>
    Oldest,

    /// <summary>Drawn from the seed.</summary>
    Random,
}

/// <summary>Node to harness: an eviction as it was carried out.</summary>
public sealed record FaultDone : ControlMessage
{
    public required int Number { get; init; }

    public required long At { get; init; }

    /// <summary>Mappings that could be chosen.</summary>
    public required int Candidates { get; init; }

    /// <summary>Mappings that were.</summary>
    public required int Chosen { get; init; }

    public required int RemovedOriginal { get; init; }

    public required int RemovedReverse { get; init; }

    /// <summary>Watched flows among the chosen, ascending.</summary>
    public required IReadOnlyList<int> Flows { get; init; }
}

/// <summary>Node to harness: a packet of a watched flow met the loss of an entry. Explains a death, never decides it.</summary>
public sealed record Incident : ControlMessage
{
    public required int Flow { get; init; }

    /// <summary>originalEvicted, reverseEvicted, bothEvicted, portTaken, allocationFailed, fault or expired.</summary>
    public required string Mechanism { get; init; }

    public required long BrokenAt { get; init; }

    public required long At { get; init; }

    /// <summary>What the packet met: punt, newPort, portTaken or allocationFailed.</summary>
    public string? Met { get; init; }

    /// <summary>How the original entry went; null if it stands.</summary>
    public LostHalf? Original { get; init; }

    /// <summary>How the reverse entry went; null if it stands.</summary>
    public LostHalf? Reverse { get; init; }
}

/// <summary>How one half of a mapping went.</summary>
/// <param name="At">When.</param>
/// <param name="Rule">shrink, forced, steal, partner, fault, stale, expired or purged.</param>
/// <param name="By">The connection whose insert asked for the room, its flow -1 if it is not watched; null if no insert did.</param>
public sealed record LostHalf(long At, string Rule, WatchedConnection? By);
