using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;
using Chaos.Survival;

namespace Chaos.Scenarios.Expectations;

/// <summary>`survival: ">= 99%"`, `newcomers: "&lt;= 1%"`: a share of the cell, bound as a fraction.</summary>
public sealed record ShareExpectation : Expectation
{
    public required Measure Measure { get; init; }

    /// <summary>On a share: 0 to 1.</summary>
    public required Bound Bound { get; init; }

    public override IEnumerable<FigureClaim> Claims(IReadOnlyList<ICellFigures> cells) =>
        from cell in cells
        where IsAbout(cell.Cell)
        select new FigureClaim(Bound, cell.Of(Measure, Group), FigureUnit.Share, cell);
}

/// <inheritdoc/>
internal sealed class ShareExpectationKind : ExpectationKind
{
    public static readonly ShareExpectationKind Survival =
        new(Measure.Survival, "survival", "Share of flows alive at the end, for example \">= 99%\".");

    public static readonly ShareExpectationKind Newcomers = new(
        Measure.Newcomers, "newcomers", "Share of short flows that fail, for example \"<= 1%\"; `group` picks one pressure group.");

    private readonly Measure measure;
    private readonly ScalarKey<SpelledBound> share;

    private ShareExpectationKind(Measure measure, string name, string description)
    {
        this.measure = measure;
        share = new ScalarKey<SpelledBound>(name, description, new BoundParser("%", 0)) { Optional = true };
    }

    public override IReadOnlyList<ScalarKey> Keys => [share];

    public override Expectation? Read(ExpectationItem item)
    {
        ExpectationWhere where = item.Where(measure);
        return item.Scalar(share) is { } bound
            ? new ShareExpectation
            {
                Text = $"{share.Name} {bound.Spelled}{where.Text}",
                Where = where.Axes,
                Group = where.Group,
                Measure = measure,
                Bound = bound.Bound,
            }
            : null;
    }
}
