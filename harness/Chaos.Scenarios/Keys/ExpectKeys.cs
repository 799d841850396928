using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Keys;

/// <summary>`expect:`, what the author holds to be true.</summary>
internal static class ExpectKeys
{
    /// <summary>The key of `where` that names no axis.</summary>
    public const string Group = "group";

    public static readonly WhereKey Where = new("where", "Axis values that a cell must have; `group` picks one flow group.");

    public static readonly ScalarKey<Bound> Survival = new(
        "survival", "Share of flows alive at the end, for example \">= 99%\".", new BoundParser("%", 0)) { Optional = true };

    public static readonly ScalarKey<string> Better = new(
        "better", "The variant that should do better.", CommonParsers.Variant)
    { Optional = true };

    public static readonly ScalarKey<string> Than = new(
        "than", "The variant it is compared with.", CommonParsers.Variant)
    { Optional = true };

    public static readonly ScalarKey<Bound> By = new(
        "by", "Difference of survival in percentage points, for example \">= 30pp\".", new BoundParser("pp", -100)) { Optional = true };

    public static readonly ListKey Expect = new(
        "expect", "Either `survival`, or `better`, `than` and `by`.", [Where, Survival, Better, Than, By])
    { Layered = false };
}
