using Chaos.Model;

namespace Chaos.Faults;

/// <summary>`partition`: nothing gets through.</summary>
public sealed record Partition : LinkFault
{
    protected override string Quality => "connection";

    protected override LinkConditions With(LinkConditions now) => now with { Partitioned = true };

    protected override LinkConditions Without(LinkConditions now, LinkConditions normal) => now with { Partitioned = normal.Partitioned };
}
