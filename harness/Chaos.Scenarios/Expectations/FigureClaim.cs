using Chaos.Survival;

namespace Chaos.Scenarios.Expectations;

/// <summary>A claim about one figure.</summary>
/// <param name="Claim">What is claimed.</param>
/// <param name="Figure">Of what.</param>
/// <param name="Unit">How it is shown; a count is taken as it is, without an interval.</param>
/// <param name="MustBePressed">Without an eviction in each of these cells the claim does not pass.</param>
public sealed record FigureClaim(IClaim Claim, Figure Figure, FigureUnit Unit, params IReadOnlyList<ICellFigures> MustBePressed);

/// <summary>The unit of a figure.</summary>
public enum FigureUnit
{
    /// <summary>0 to 1, shown in percent.</summary>
    Share,

    /// <summary>-1 to 1, shown in percentage points.</summary>
    Points,

    Count,
}
