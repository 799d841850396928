using Chaos.Model;

namespace Chaos.Faults;

/// <summary>`delay`: every packet takes longer, by the same time.</summary>
public sealed record Delay : LinkFault
{
    /// <summary>Nanoseconds, besides what the link takes anyway.</summary>
    public required long Nanoseconds { get; init; }

    protected override string Quality => "delay";

    protected override LinkConditions With(LinkConditions now) => now with { Delay = now.Delay + Nanoseconds };

    protected override LinkConditions Without(LinkConditions now, LinkConditions normal) => now with { Delay = normal.Delay };
}
