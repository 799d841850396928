using Chaos.Model;

namespace Chaos.Faults;

/// <summary>`corrupt`: packets arrive with one bit flipped.</summary>
public sealed record Corrupt : LinkFault
{
    /// <summary>0 to 1 of the packets.</summary>
    public required double Share { get; init; }

    protected override string Quality => "corruption";

    protected override LinkConditions With(LinkConditions now) => now with { Corrupt = Share };

    protected override LinkConditions Without(LinkConditions now, LinkConditions normal) => now with { Corrupt = normal.Corrupt };
}
