namespace Chaos.Traffic.Flows;

/// <summary>The state of one side of a watched flow.</summary>
internal enum SideState : byte
{
    /// <summary>Not opened yet; the client opens the flow at a planned time.</summary>
    Planned,

    /// <summary>The client waits for the welcome.</summary>
    Opening,
    Open,

    /// <summary>Dead or refused; a message of the flow is a stray.</summary>
    Ended,
}
