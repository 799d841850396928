using Chaos.Scenarios.Cells;
using Chaos.Scenarios.Keys;
using Chaos.Scenarios.Values;
using Chaos.Survival;

namespace Chaos.Scenarios.Expectations;

/// <summary>Two values of one axis, everything else alike.</summary>
public abstract record ComparisonExpectation : Expectation
{
    /// <summary>The axis whose values are compared, as spelled in the matrix.</summary>
    public required string Along { get; init; }

    /// <summary>A value of the axis.</summary>
    public abstract string First { get; }

    /// <summary>Another.</summary>
    public abstract string Second { get; }

    /// <summary>What is compared.</summary>
    public required Measure Of { get; init; }

    /// <summary>What is claimed of how much better the first does, in survival or in newcomers that do not fail.</summary>
    protected abstract IClaim OfDifference { get; }

    public override IEnumerable<IReadOnlyList<Cell>> SubjectsOf(IReadOnlyList<Cell> cells) =>
        PairsOf(cells, cell => cell).Select(pair => new[] { pair.First, pair.Second });

    public override IEnumerable<FigureClaim> Claims(IReadOnlyList<ICellFigures> cells) =>
        from pair in PairsOf(cells, cell => cell.Cell)
        select new FigureClaim(OfDifference, pair.First.Above(pair.Second, Of, Group), FigureUnit.Points, pair.First, pair.Second);

    /// <summary>Cells that differ on this axis alone: one pair for each set of the other axes.</summary>
    public IEnumerable<(T First, T Second)> PairsOf<T>(IReadOnlyList<T> cells, Func<T, Cell> cellOf) =>
        from first in cells
        where cellOf(first).ValueOf(Along) == First && IsAbout(cellOf(first))
        from second in cells
        where cellOf(second).ValueOf(Along) == Second && OtherAxes(cellOf(first)).SequenceEqual(OtherAxes(cellOf(second)))
        select (first, second);

    public IEnumerable<KeyValuePair<string, string>> OtherAxes(Cell cell) => cell.Axes.Where(axis => axis.Key != Along);
}

/// <inheritdoc/>
internal abstract class ComparisonExpectationKind : ExpectationKind
{
    /// <summary>What is compared, in every kind.</summary>
    protected static readonly ScalarKey<Measure> Of = new(
        "of", "What is compared: survival of the watched flows (as if left out), or newcomers, of whom fewer may fail.",
        new ChoiceParser<Measure>(("survival", Measure.Survival), ("newcomers", Measure.Newcomers)))
    { Optional = true };

    /// <summary>On which axis the values lie, in every kind.</summary>
    protected static readonly ScalarKey<string> Along = new(
        "along", "The axis of the two values, for example mapSize or nat.conntrack (as if left out: the axis of variants).",
        new AxisValueParser())
    { Optional = true };

    /// <summary>The second value, in more than one kind.</summary>
    protected static readonly ScalarKey<string> Than = ValueKey("than", "The variant, or value of the axis `along`, it is compared with.");

    public override IReadOnlyList<ScalarKey> Extras => [Of, Along];

    protected static ScalarKey<string> ValueKey(string name, string description) => new(name, description, new AxisValueParser())
    {
        Optional = true,
    };
}
