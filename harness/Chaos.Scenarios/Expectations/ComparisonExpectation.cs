using Chaos.Scenarios.Cells;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;
using Chaos.Survival;

namespace Chaos.Scenarios.Expectations;

/// <summary>Two variants, everything else alike.</summary>
public abstract record ComparisonExpectation : Expectation
{
    /// <summary>The axis whose values are compared.</summary>
    public const string VariantAxis = "variant";

    /// <summary>A value of the axis `variant`.</summary>
    public abstract string First { get; }

    /// <summary>Another.</summary>
    public abstract string Second { get; }

    /// <summary>What is compared.</summary>
    public required Measure Of { get; init; }

    /// <summary>What is claimed of how much better the first does, in survival or in newcomers that do not fail.</summary>
    protected abstract IClaim OfDifference { get; }

    public override bool Concerns(IReadOnlyList<Cell> cells) => PairsOf(cells, cell => cell).Any();

    public override IEnumerable<FigureClaim> Claims(IReadOnlyList<ICellFigures> cells) =>
        from pair in PairsOf(cells, cell => cell.Cell)
        select new FigureClaim(OfDifference, pair.First.Above(pair.Second, Of, Group), FigureUnit.Points, pair.First, pair.Second);

    /// <summary>Cells that differ in their variant alone: one pair for each set of the other axes.</summary>
    public IEnumerable<(T First, T Second)> PairsOf<T>(IReadOnlyList<T> cells, Func<T, Cell> cellOf) =>
        from first in cells
        where cellOf(first).ValueOf(VariantAxis) == First && IsAbout(cellOf(first))
        from second in cells
        where cellOf(second).ValueOf(VariantAxis) == Second && AxesButVariant(cellOf(first)).SequenceEqual(AxesButVariant(cellOf(second)))
        select (first, second);

    public static IEnumerable<KeyValuePair<string, string>> AxesButVariant(Cell cell) => cell.Axes.Where(axis => axis.Key != VariantAxis);
}

/// <inheritdoc/>
internal abstract class ComparisonExpectationKind : ExpectationKind
{
    /// <summary>What is compared, in every kind.</summary>
    protected static readonly ScalarKey<Measure> Of = new(
        "of", "What is compared: survival of the watched flows (as if left out), or newcomers, of whom fewer may fail.",
        new ChoiceParser<Measure>(("survival", Measure.Survival), ("newcomers", Measure.Newcomers)))
    { Optional = true };

    /// <summary>The second variant, in more than one kind.</summary>
    protected static readonly ScalarKey<string> Than = VariantKey("than", "The variant it is compared with.");

    public override IReadOnlyList<ScalarKey> Extras => [Of];

    protected static ScalarKey<string> VariantKey(string name, string description) => new(name, description, CommonParsers.Variant)
    {
        Optional = true,
    };
}
