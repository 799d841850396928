namespace Chaos.Model;

/// <summary>The moment when a watched connection met the loss of an entry.</summary>
/// <param name="Flow">The number it is watched under.</param>
/// <param name="Mechanism">What was lost; None where the map evicts in silence, so that it is not known which half went, and when.</param>
/// <param name="BrokenAtNanoseconds">When the half that was missed was lost; null where nobody knows.</param>
/// <param name="AtNanoseconds">When a packet missed it.</param>
public readonly record struct Incident(int Flow, Mechanism Mechanism, long? BrokenAtNanoseconds, long AtNanoseconds)
{
    public PacketMet Met { get; init; }

    /// <summary>How the original entry went; null if it still stands.</summary>
    public EntryLoss? Original { get; init; }

    /// <summary>How the reverse entry went; null if it still stands.</summary>
    public EntryLoss? Reverse { get; init; }
}
