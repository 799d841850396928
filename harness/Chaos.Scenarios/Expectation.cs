namespace Chaos.Scenarios;

/// <summary>What the author of a scenario expects; <see cref="Text"/> is one line for reports and logs.</summary>
public abstract record Expectation
{
    /// <summary>The expectation as one line, e.g. `survival >= 99% where variant=cilium-1.18, group=feeds`.</summary>
    public required string Text { get; init; }

    /// <summary>Axis values that a cell must have, spelled as in the matrix; the key `group` is in <see cref="Group"/> instead.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Where { get; init; }

    /// <summary>Judge only this flow group; null: all flows of the cell.</summary>
    public required string? Group { get; init; }
}

/// <summary>`survival: ">= 99%"`: the share of flows alive at the end, bound as a fraction.</summary>
public sealed record SurvivalExpectation : Expectation
{
    public required Comparison Comparison { get; init; }

    /// <summary>0 to 1.</summary>
    public required double Bound { get; init; }
}

/// <summary>Two variants, everything else alike.</summary>
public abstract record ComparisonExpectation : Expectation
{
    /// <summary>A value of the axis `variant`.</summary>
    public abstract string First { get; }

    /// <summary>Another.</summary>
    public abstract string Second { get; }
}

/// <summary>`better: A, than: B, by: ">= 30pp"`: survival(A) - survival(B), both values of the axis `variant`.</summary>
public sealed record BetterExpectation : ComparisonExpectation
{
    public required string Better { get; init; }

    public required string Than { get; init; }

    public required Comparison Comparison { get; init; }

    /// <summary>-1 to 1; a percentage point is 0.01.</summary>
    public required double Bound { get; init; }

    public override string First => Better;

    public override string Second => Than;
}

/// <summary>`noWorse: A, than: B, margin: 2pp`: survival(A) is at least survival(B) - margin (non-inferiority).</summary>
public sealed record NoWorseExpectation : ComparisonExpectation
{
    public required string NoWorse { get; init; }

    public required string Than { get; init; }

    /// <summary>0 to 1.</summary>
    public required double Margin { get; init; }

    public override string First => NoWorse;

    public override string Second => Than;
}

/// <summary>`same: A, as: B, within: 2pp`: the survivals differ by no more, either way (equivalence).</summary>
public sealed record SameExpectation : ComparisonExpectation
{
    public required string Same { get; init; }

    public required string As { get; init; }

    /// <summary>0 to 1.</summary>
    public required double Within { get; init; }

    public override string First => Same;

    public override string Second => As;
}

/// <summary>`causes.reset: 0`, `map.evictions: ">= 1"`: what was counted in a cell over all its repetitions.</summary>
public sealed record CountExpectation : Expectation
{
    /// <summary>As in results.json: `causes.reset`, `map.evictions`.</summary>
    public required string Counter { get; init; }

    public required Comparison Comparison { get; init; }

    public required long Bound { get; init; }
}

public enum Comparison
{
    AtLeast,
    AtMost,
    MoreThan,
    LessThan,
    Exactly,
}
