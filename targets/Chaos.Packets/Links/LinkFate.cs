namespace Chaos.Packets.Links;

/// <summary>What becomes of a packet on a link.</summary>
public enum LinkOutcome : byte
{
    Delivered,

    /// <summary>Lost on the wire.</summary>
    Lost,

    /// <summary>The queue was full.</summary>
    Overflowed,

    /// <summary>The link was cut.</summary>
    Cut,
}

/// <summary>The answer of a link.</summary>
/// <param name="Outcome">Any but <see cref="LinkOutcome.Delivered"/> is a drop.</param>
/// <param name="At">When it arrives; now, if it passes at once.</param>
/// <param name="CopyAt">When a second copy arrives, or -1.</param>
public readonly record struct LinkFate(LinkOutcome Outcome, long At, long CopyAt = -1)
{
    public bool IsDelivered => Outcome == LinkOutcome.Delivered;
}
