using Chaos.Model;

namespace Chaos.Faults;

/// <summary>`reorder`: packets are held back, so that later ones overtake them.</summary>
public sealed record Reorder : LinkFault
{
    /// <summary>0 to 1 of the packets.</summary>
    public required double Share { get; init; }

    /// <summary>How long they are held back, in nanoseconds.</summary>
    public required long Nanoseconds { get; init; }

    protected override string Quality => "order";

    protected override LinkConditions With(LinkConditions now) => now with { Reorder = Share, ReorderBy = Nanoseconds };

    protected override LinkConditions Without(LinkConditions now, LinkConditions normal) =>
        now with { Reorder = normal.Reorder, ReorderBy = normal.ReorderBy };
}
