using Chaos.Nat.Snat;

namespace Chaos.Nat.Variants;

/// <summary>`refuse-new`: a full table refuses newcomers and evicts nobody (nf_conntrack; RFC 6888 REQ-11).</summary>
/// <remarks>Without conntrack nothing ever leaves such a table: once full, it refuses for good.</remarks>
public readonly struct RefuseNew : ISnatVariant
{
    public static PairLayout Layout => PairLayout.NeverEvicted;
}
