using Chaos.Faults;

namespace Chaos.Control;

/// <summary>Harness to program: carry out one act of a fault now.</summary>
public sealed record InjectFault : ControlMessage
{
    /// <summary>Comes back in <see cref="FaultDone.Number"/>.</summary>
    public required int Number { get; init; }

    public required FaultOrder Order { get; init; }
}

/// <summary>Program to harness: an act as it was carried out.</summary>
public sealed record FaultDone : ControlMessage
{
    public required int Number { get; init; }

    public required long At { get; init; }

    public required FaultReport Report { get; init; }
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
