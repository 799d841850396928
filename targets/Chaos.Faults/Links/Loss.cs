using Chaos.Model;

namespace Chaos.Faults;

/// <summary>`loss`: packets are lost, each for itself.</summary>
public sealed record Loss : LinkFault
{
    /// <summary>0 to 1 of the packets.</summary>
    public required double Share { get; init; }

    protected override string Quality => "loss";

    protected override LinkConditions With(LinkConditions now) => now with { Loss = Share };

    protected override LinkConditions Without(LinkConditions now, LinkConditions normal) => now with { Loss = normal.Loss };
}
