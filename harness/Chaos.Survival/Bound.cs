using System.Diagnostics;

namespace Chaos.Survival;

/// <summary>What an estimate has to keep to, e.g. "at least 0.99".</summary>
/// <param name="Kind">Which side, and whether the value itself will do.</param>
/// <param name="Value">In the unit of the estimate: a share, or a difference of shares.</param>
public readonly record struct Bound(BoundKind Kind, double Value) : IClaim
{
    public Verdict Judge(Interval interval) => (Holds(interval.Lower), Holds(interval.Upper)) switch
    {
        (true, true) => Verdict.Pass,
        (false, false) when !Between(interval) => Verdict.Fail,
        _ => Verdict.Unknown,
    };

    public double Margin(double estimate) => Kind switch
    {
        BoundKind.Exactly => -Math.Abs(estimate - Value),
        BoundKind.AtLeast or BoundKind.MoreThan => estimate - Value,
        _ => Value - estimate,
    };

    private bool Holds(double value) => Kind switch
    {
        BoundKind.AtLeast => value >= Value,
        BoundKind.AtMost => value <= Value,
        BoundKind.MoreThan => value > Value,
        BoundKind.LessThan => value < Value,
        BoundKind.Exactly => value == Value,
        _ => throw new UnreachableException(),
    };

    /// <summary>An exact value may lie inside an interval of which neither end meets it.</summary>
    private bool Between(Interval interval) => Kind == BoundKind.Exactly && interval.Contains(Value);
}

public enum BoundKind
{
    AtLeast,
    AtMost,
    MoreThan,
    LessThan,
    Exactly,
}
