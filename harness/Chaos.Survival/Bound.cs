using System.Diagnostics;

namespace Chaos.Survival;

/// <summary>What an estimate has to keep to, e.g. "at least 0.99".</summary>
/// <param name="Kind">Which side, and whether the value itself will do.</param>
/// <param name="Value">In the unit of the estimate: a share, or a difference of shares.</param>
public readonly record struct Bound(BoundKind Kind, double Value)
{
    /// <summary>The point estimate against the bound; no estimate, no verdict.</summary>
    public Verdict Judge(double? estimate)
    {
        if (estimate is not { } value || double.IsNaN(value))
        {
            return Verdict.Unknown;
        }

        bool holds = Kind switch
        {
            BoundKind.AtLeast => value >= Value,
            BoundKind.AtMost => value <= Value,
            BoundKind.MoreThan => value > Value,
            BoundKind.LessThan => value < Value,
            _ => throw new UnreachableException(),
        };
        return holds ? Verdict.Pass : Verdict.Fail;
    }

    /// <summary>Room left: positive on the good side of the bound, negative by how much it is missed; null without an estimate.</summary>
    public double? Margin(double? estimate) =>
        Kind is BoundKind.AtLeast or BoundKind.MoreThan ? estimate - Value : Value - estimate;
}

public enum BoundKind
{
    AtLeast,
    AtMost,
    MoreThan,
    LessThan,
}
