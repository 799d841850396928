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
}

/// <summary>The moment when a watched connection met the loss of an entry.</summary>
/// <param name="Flow">The number it is watched under.</param>
/// <param name="Mechanism">What was lost.</param>
/// <param name="BrokenAtNanoseconds">When the half that was missed was lost.</param>
/// <param name="AtNanoseconds">When a packet missed it.</param>
public readonly record struct Incident(int Flow, LossMechanism Mechanism, long BrokenAtNanoseconds, long AtNanoseconds);
