using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;
using Chaos.Survival;

namespace Chaos.Scenarios.Expectations;

/// <summary>`survival: ">= 99%"`: the share of flows alive at the end, bound as a fraction.</summary>
public sealed record SurvivalExpectation : Expectation
{
    /// <summary>On a share: 0 to 1.</summary>
    public required Bound Bound { get; init; }

    public override IEnumerable<FigureClaim> Claims(IReadOnlyList<ICellFigures> cells) =>
        from cell in cells
        where IsAbout(cell.Cell)
        select new FigureClaim(Bound, cell.Survival(Group), FigureUnit.Share, cell);
}

/// <inheritdoc/>
internal sealed class SurvivalExpectationKind : ExpectationKind
{
    private static readonly ScalarKey<SpelledBound> Survival = new(
        "survival", "Share of flows alive at the end, for example \">= 99%\".", new BoundParser("%", 0))
    { Optional = true };

    public override IReadOnlyList<ScalarKey> Keys { get; } = [Survival];

    public override Expectation? Read(ExpectationItem item)
    {
        ExpectationWhere where = item.Where();
        return item.Scalar(Survival) is { } bound
            ? new SurvivalExpectation
            {
                Text = $"survival {bound.Spelled}{where.Text}",
                Where = where.Axes,
                Group = where.Group,
                Bound = bound.Bound,
            }
            : null;
    }
}
