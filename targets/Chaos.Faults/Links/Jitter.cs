using Chaos.Model;

namespace Chaos.Faults;

/// <summary>`jitter`: the delay strays to either side, evenly; packets stay in order.</summary>
public sealed record Jitter : LinkFault
{
    /// <summary>How far, in nanoseconds.</summary>
    public required long Nanoseconds { get; init; }

    protected override string Quality => "jitter";

    protected override LinkConditions With(LinkConditions now) => now with { Jitter = Nanoseconds, JitterShape = JitterShape.Uniform };

    protected override LinkConditions Without(LinkConditions now, LinkConditions normal) =>
        now with { Jitter = normal.Jitter, JitterShape = normal.JitterShape };
}
