using Chaos.Model;

namespace Chaos.Faults;

/// <summary>`duplicate`: packets arrive twice.</summary>
public sealed record Duplicate : LinkFault
{
    /// <summary>0 to 1 of the packets.</summary>
    public required double Share { get; init; }

    protected override string Quality => "duplication";

    protected override LinkConditions With(LinkConditions now) => now with { Duplicate = Share };

    protected override LinkConditions Without(LinkConditions now, LinkConditions normal) => now with { Duplicate = normal.Duplicate };
}
