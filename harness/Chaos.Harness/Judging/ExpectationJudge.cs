using System.Globalization;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Survival;
using Chaos.Survival.Repeating;

namespace Chaos.Harness.Judging;

/// <summary>
/// Holds what the author expects against what the cells show: against the interval from the spread between repetitions, or, with one repetition,
/// against the estimate, and then it says so. Counts are taken as they are.
/// </summary>
public sealed class ExpectationJudge(Scenario scenario, IReadOnlyList<(Cell Cell, CellResult Result)> cells)
{
    private readonly List<JudgedCell> cells = [.. cells.Select(pair => new JudgedCell(pair.Cell, pair.Result))];

    /// <summary>`pressure: []` or `roomy: true`: the scenario says itself that nothing is to be evicted.</summary>
    private readonly bool pressureIsNotAsked = scenario.Roomy || scenario.Pressure.Count == 0;

    /// <summary>True if these cells can settle the expectation: at least one that it names, and both sides of a comparison.</summary>
    public static bool Concerns(Expectation expectation, IReadOnlyList<Cell> cells) => expectation is ComparisonExpectation comparison
        ? CellPairs.Of(comparison, cells, cell => cell).Any()
        : cells.Any(cell => CellPairs.Matches(cell, expectation));

    public IEnumerable<ExpectationResult> Judge() => scenario.Expect.Select(expectation =>
    {
        List<Judgement> judgements = [.. Judgements(expectation)];
        Judgement worst = judgements.Count == 0 ? Judgement.Nothing with { Observed = "no such cell was run" } : Judgement.Worst(judgements);
        // A margin is a share; a count has none.
        double? margin = expectation is CountExpectation ? null : worst.Margin;
        return new ExpectationResult(expectation.Text, worst.Verdict, worst.Observed, BasisOf(expectation), margin, worst.RepetitionsNeeded);
    });

    /// <summary>The comparisons that the scenario asks for, one for each set of the other axes.</summary>
    public IEnumerable<ComparisonResult> Compare() =>
        (from expectation in scenario.Expect.OfType<ComparisonExpectation>()
         from pair in PairsOf(expectation)
         let axes = WhereOf(pair.First.Cell, expectation.Group)
         select (Key: (expectation.First, expectation.Second, Where: string.Join(',', axes)), Result: ResultOf(expectation, pair, axes)))
        .DistinctBy(comparison => comparison.Key).Select(comparison => comparison.Result);

    private IEnumerable<Judgement> Judgements(Expectation expectation) => expectation switch
    {
        SurvivalExpectation survival => CellsOf(survival).Select(cell => Judge(survival, cell)),
        ComparisonExpectation comparison => PairsOf(comparison).Select(pair => Judge(comparison, pair)),
        CountExpectation count => CellsOf(count).Select(cell => Judge(count, cell)),
        _ => throw new NotSupportedException(expectation.GetType().Name),
    };

    private Judgement Judge(SurvivalExpectation expectation, JudgedCell cell)
    {
        (SurvivalEstimate survival, int flows) = SurvivalOf(cell, expectation.Group);
        return Weigh(BoundOf(expectation.Comparison, expectation.Bound), survival.Estimate, survival.Sample(flows), ShareText.Percent, cell);
    }

    private Judgement Judge(ComparisonExpectation expectation, CellPair pair)
    {
        IClaim claim = expectation switch
        {
            BetterExpectation better => BoundOf(better.Comparison, better.Bound),
            NoWorseExpectation noWorse => new Bound(BoundKind.AtLeast, -noWorse.Margin),
            SameExpectation same => new Within(same.Within),
            _ => throw new NotSupportedException(expectation.GetType().Name),
        };
        return Weigh(claim, DifferenceOf(pair, expectation.Group), SampleOf(pair, expectation.Group), ShareText.Points, pair.First, pair.Second);
    }

    private Judgement Judge(CountExpectation expectation, JudgedCell cell)
    {
        if (Counters.Read(expectation.Counter, cell.Result, expectation.Group) is not { } count) return Judgement.Nothing;
        Judgement judgement = Judgement.OfPoint(
            BoundOf(expectation.Comparison, expectation.Bound), count, value => value.ToString("#,0", CultureInfo.InvariantCulture));
        return Counters.IsOfTable(expectation.Counter) ? judgement : Pressed(judgement, cell);
    }

    private Judgement Weigh(IClaim claim, double? estimate, RepeatedEstimate? sample, Func<double?, string> format, params ReadOnlySpan<JudgedCell> cells)
    {
        if (estimate is not { } value) return Judgement.Nothing;
        string Format(double share) => format(share);
        Judgement judgement = scenario.Repetitions == 1 ? Judgement.OfPoint(claim, value, Format)
            : sample is not null ? Judgement.OfInterval(claim, sample, Format)
            : Judgement.Nothing;
        return Pressed(judgement, cells);
    }

    private Judgement Pressed(Judgement judgement, params ReadOnlySpan<JudgedCell> cells)
    {
        foreach (JudgedCell cell in cells)
            if (!cell.Result.UnderPressure && !pressureIsNotAsked) return judgement.WithoutPressure();
        return judgement;
    }

    private string BasisOf(Expectation expectation)
    {
        string runs = scenario.Repetitions == 1 ? "one run" : string.Create(CultureInfo.InvariantCulture, $"{scenario.Repetitions} repetitions");
        return expectation is CountExpectation ? $"{runs}, counted" : runs;
    }

    private IEnumerable<JudgedCell> CellsOf(Expectation expectation) => cells.Where(cell => CellPairs.Matches(cell.Cell, expectation));

    private IEnumerable<CellPair> PairsOf(ComparisonExpectation expectation) =>
        CellPairs.Of(expectation, cells, cell => cell.Cell).Select(pair => new CellPair(pair.First, pair.Second));

    private static ComparisonResult ResultOf(
        ComparisonExpectation expectation, CellPair pair, IReadOnlyList<KeyValuePair<string, string>> axes)
    {
        DifferenceSample? sample = SampleOf(pair, expectation.Group);
        Interval? interval = sample?.IntervalAt();
        return new ComparisonResult(
            expectation.First, expectation.Second, axes, DifferenceOf(pair, expectation.Group), interval?.Lower, interval?.Upper, sample?.PValue);
    }

    private static IReadOnlyList<KeyValuePair<string, string>> WhereOf(Cell cell, string? group) =>
        [.. CellPairs.AxesButVariant(cell), .. group is null ? [] : new[] { KeyValuePair.Create("group", group) }];

    private static double? DifferenceOf(CellPair pair, string? group) =>
        SurvivalOf(pair.First, group).Survival.Estimate - SurvivalOf(pair.Second, group).Survival.Estimate;

    private static DifferenceSample? SampleOf(CellPair pair, string? group)
    {
        (SurvivalEstimate first, int firstFlows) = SurvivalOf(pair.First, group);
        (SurvivalEstimate second, int secondFlows) = SurvivalOf(pair.Second, group);
        return first.DifferenceTo(firstFlows, second, secondFlows);
    }

    private static (SurvivalEstimate Survival, int Flows) SurvivalOf(JudgedCell cell, string? group)
    {
        if (group is null) return (cell.Result.Survival, cell.Result.Flows.Total);
        GroupResult own = cell.Result.Groups.Single(candidate => candidate.Name == group);
        return (own.Survival, own.Flows.Total);
    }

    private static Bound BoundOf(Comparison comparison, double value) => new(Enum.Parse<BoundKind>(comparison.ToString()), value);
}
