using Chaos.Survival;

namespace Chaos.Scenarios.Expectations;

public enum Comparison
{
    AtLeast,
    AtMost,
    MoreThan,
    LessThan,
    Exactly,
}

/// <summary>Comparisons as claims.</summary>
internal static class Comparisons
{
    public static IClaim Claim(this Comparison comparison, double value) =>
        new Survival.Bound(Enum.Parse<BoundKind>(comparison.ToString()), value);
}
