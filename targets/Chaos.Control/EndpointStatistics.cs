using Chaos.Model;

namespace Chaos.Control;

/// <summary>Endpoint to harness: how its generator is doing.</summary>
public sealed record EndpointStatistics : ControlMessage
{
    public required long At { get; init; }

    /// <summary>Messages that rhythms and pressure sent.</summary>
    public required long ScheduledMessages { get; init; }

    /// <summary>Of these, later than max(50 ms, 5 % of their period).</summary>
    public required long LateMessages { get; init; }

    public required long LongestLatenessNanoseconds { get; init; }

    /// <summary>Messages that belong to no open flow.</summary>
    public required long StrayMessages { get; init; }

    /// <summary>Bytes or sockets that the kernel refused for a reason that is no verdict about a flow.</summary>
    public required long LocalFailures { get; init; }
}

/// <summary>Endpoint to harness, once, after <see cref="StopAt"/>: the last word on its flows.</summary>
public sealed record Summary : ControlMessage
{
    public required Side Side { get; init; }

    public required EndpointStatistics Statistics { get; init; }

    public required IReadOnlyList<MessageCount> Flows { get; init; }

    /// <summary>A client's short flows, by pressure group; empty for a server.</summary>
    public IReadOnlyList<NewcomerGroup> Newcomers { get; init; } = [];
}
