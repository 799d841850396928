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

    /// <summary>The same expectation written in code.</summary>
    /// <param name="measure">Of what.</param>
    /// <param name="bound">As in a file: `>= 99%`.</param>
    /// <param name="where">Axis values that a cell must have.</param>
    /// <param name="group">Only this flow group, or pressure group for newcomers; null: all.</param>
    /// <exception cref="ArgumentException">The text is no bound.</exception>
    public static ShareExpectation Of(
        Measure measure, string bound, IReadOnlyList<KeyValuePair<string, string>> where, string? group)
    {
        ShareExpectationKind kind = measure == Measure.Newcomers ? ShareExpectationKind.Newcomers : ShareExpectationKind.Survival;
        return kind.Expect(kind.Parse(bound), new ExpectationWhere(where, group));
    }

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
        return item.Scalar(share) is { } bound ? Expect(bound, where) : null;
    }

    public ShareExpectation Expect(SpelledBound bound, ExpectationWhere where) => new()
    {
        Text = $"{share.Name} {bound.Spelled}{where.Text}",
        Phrase = measure == Measure.Newcomers
            ? $"fails {bound.Spelled} of {where.Group ?? "newcomers"}" : $"keeps {bound.Spelled}{where.OfGroup}",
        Where = where.Axes,
        Group = where.Group,
        Measure = measure,
        Bound = bound.Bound,
    };

    /// <exception cref="ArgumentException">The text is no bound.</exception>
    public SpelledBound Parse(string text)
    {
        Parsed<SpelledBound> parsed = share.Parser.Parse(text);
        return parsed.Wrong is null ? parsed.Value : throw new ArgumentException(parsed.Wrong, nameof(text));
    }
}
