namespace Chaos.Model;

/// <summary>Messages of one watched flow on one side, openings included.</summary>
public readonly record struct MessageCount(int Flow, int Sent, int Received)
{
    /// <summary>
    /// When the last message of the first life arrived at this side, while it was open; nanoseconds since the epoch. Null: none did.
    /// </summary>
    public long? LastArrival { get; init; }
}
