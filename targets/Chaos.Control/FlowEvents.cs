
using Chaos.Model;

namespace Chaos.Control;

/// <summary>Client to harness: a flow is open.</summary>
public sealed record Opened : ControlMessage
{
    public required int Flow { get; init; }

    public required long At { get; init; }
}

/// <summary>Client to harness: a flow never opened.</summary>
public sealed record Refused : ControlMessage
{
    public required int Flow { get; init; }

    /// <summary>Refused, or Harness if it was our fault.</summary>
    public required DeathCause Cause { get; init; }

    public required long At { get; init; }
}

/// <summary>Client or server to harness: this side holds the flow for dead. Both may say so; the earlier one counts.</summary>
public sealed record Died : ControlMessage
{
    public required int Flow { get; init; }

    public required DeathCause Cause { get; init; }

    public required Side Side { get; init; }

    public required long At { get; init; }
}

/// <summary>Client to harness: a dead flow is open again.</summary>
public sealed record Reopened : ControlMessage
{
    public required int Flow { get; init; }

    public required long At { get; init; }
}

/// <summary>Server to harness: a roaming peer followed the flow to a new address or port.</summary>
public sealed record Moved : ControlMessage
{
    public required int Flow { get; init; }

    public required long At { get; init; }
}

/// <summary>Endpoint to harness, where it was asked to trace: a message of a watched flow left.</summary>
public sealed record Sent : ControlMessage
{
    public required int Flow { get; init; }

    public required Side Side { get; init; }

    public required MessageKind Kind { get; init; }

    public required uint Sequence { get; init; }

    public required long At { get; init; }
}
