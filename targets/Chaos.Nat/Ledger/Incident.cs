namespace Chaos.Nat.Ledger;

/// <summary>How our own NAT lost a connection.</summary>
public enum LossMechanism : byte
{
    OriginalEvicted,
    ReverseEvicted,
    BothEvicted,

    /// <summary>Both halves were gone and another connection had taken the port meanwhile.</summary>
    PortTaken,
    AllocationFailed,

    /// <summary>An injected fault removed the half that was missed.</summary>
    Fault,

    /// <summary>An eviction of a map that tells of none: which half went, and when, nobody knows.</summary>
    Unseen,

    /// <summary>Garbage collection took the half that was missed.</summary>
    Expired,
}

/// <summary>What a packet met where the lost half should have been.</summary>
public enum PacketMet : byte
{
    /// <summary>A reply was given to the host, or dropped where the scenario says so.</summary>
    Punt,

    /// <summary>The connection leaves by another address or port.</summary>
    NewPort,

    /// <summary>The same, because another connection has its own; or its replies now go to that one.</summary>
    PortTaken,

    /// <summary>No port, or no room: the packet was dropped.</summary>
    AllocationFailed,
}

/// <summary>The moment when a watched connection met the loss of an entry.</summary>
/// <param name="Flow">The number it is watched under.</param>
/// <param name="Mechanism">What was lost.</param>
/// <param name="BrokenAtNanoseconds">When the half that was missed was lost.</param>
/// <param name="AtNanoseconds">When a packet missed it.</param>
public readonly record struct Incident(int Flow, LossMechanism Mechanism, long BrokenAtNanoseconds, long AtNanoseconds)
{
    public PacketMet Met { get; init; }

    /// <summary>How the original entry went; null if it still stands.</summary>
    public Loss? Original { get; init; }

    /// <summary>How the reverse entry went; null if it still stands.</summary>
    public Loss? Reverse { get; init; }
}
