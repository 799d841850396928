namespace Chaos.Model;

/// <summary>What the links of a run do to packets.</summary>
/// <param name="Conditions">Of each direction, without any fault.</param>
/// <param name="Seed">Of the draws.</param>
public sealed record LinkPlan(LinkSet Conditions, ulong Seed)
{
    public static LinkPlan Plain { get; } = new(LinkSet.Plain, 0);
}
