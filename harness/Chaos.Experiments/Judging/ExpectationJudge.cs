using System.Globalization;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Scenarios.Expectations;
using Chaos.Survival;
using Chaos.Survival.Repeating;

namespace Chaos.Experiments.Judging;

/// <summary>
/// Holds what the author expects against what the cells show: against the interval from the spread between repetitions, or, with one
/// repetition,
/// against the estimate, and then it says so. Counts are taken as they are.
/// </summary>
public sealed class ExpectationJudge(Scenario scenario, IReadOnlyList<(Cell Cell, CellResult Result)> cells)
{
    private readonly List<CellFigures> cells = [.. cells.Select(pair => new CellFigures(pair.Cell, pair.Result))];

    /// <summary>`pressure: []` or `roomy: true`: the scenario says itself that nothing is to be evicted.</summary>
    private readonly bool pressureIsNotAsked = scenario.Roomy || scenario.Pressure.Count == 0;

    private readonly string runs =
        scenario.Repetitions == 1 ? "one run" : string.Create(CultureInfo.InvariantCulture, $"{scenario.Repetitions} repetitions");

    public IEnumerable<ExpectationResult> Judge() => scenario.Expect.Select(Judge);

    /// <summary>The comparisons that the scenario asks for, one for each set of the other axes.</summary>
    public IEnumerable<ComparisonResult> Compare() =>
        (from expectation in scenario.Expect.OfType<ComparisonExpectation>()
         from pair in expectation.PairsOf(cells, cell => cell.Cell)
         let axes = WhereOf(pair.First.Cell, expectation.Group)
         select (Key: (expectation.First, expectation.Second, expectation.Of, Where: string.Join(',', axes)),
             Result: ResultOf(expectation, pair.First.Above(pair.Second, expectation.Of, expectation.Group), axes)))
        .DistinctBy(comparison => comparison.Key).Select(comparison => comparison.Result);

    private ExpectationResult Judge(Expectation expectation)
    {
        List<Judgement> judgements = [.. expectation.Claims(cells).Select(Judge)];
        Judgement worst = judgements.Count == 0 ? Judgement.Nothing with { Observed = "no such cell was run" }
            : Judgement.Worst(judgements);
        // A margin is a share; a count has none.
        return new ExpectationResult(
            expectation.Text, worst.Verdict, worst.Observed, expectation.IsCounted ? $"{runs}, counted" : runs,
            expectation.IsCounted ? null : worst.Margin, worst.RepetitionsNeeded);
    }

    private Judgement Judge(FigureClaim claim)
    {
        if (claim.Figure.Estimate is not { } estimate) return Judgement.Nothing;
        string Format(double value) => Show(value, claim.Unit);
        Judgement judgement = scenario.Repetitions == 1 || claim.Unit == FigureUnit.Count ? Judgement.OfPoint(claim.Claim, estimate, Format)
            : claim.Figure.Sample is { } sample ? Judgement.OfInterval(claim.Claim, sample, Format)
            : Judgement.Nothing;
        bool pressed = pressureIsNotAsked || claim.MustBePressed.All(cell => ((CellFigures)cell).Result.UnderPressure);
        return pressed ? judgement : judgement.WithoutPressure();
    }

    private static string Show(double value, FigureUnit unit) => unit switch
    {
        FigureUnit.Share => ShareText.Percent(value),
        FigureUnit.Points => ShareText.Points(value),
        _ => value.ToString("#,0", CultureInfo.InvariantCulture),
    };

    private static ComparisonResult ResultOf(
        ComparisonExpectation expectation, Figure difference, IReadOnlyList<KeyValuePair<string, string>> axes)
    {
        Interval? interval = difference.Sample?.IntervalAt();
        double? p = (difference.Sample as DifferenceSample)?.PValue;
        return new ComparisonResult(expectation.First, expectation.Second, axes, difference.Estimate, interval?.Lower, interval?.Upper, p)
        {
            Of = expectation.Of == Measure.Newcomers ? ComparisonResult.OfNewcomers : ComparisonResult.OfSurvival,
        };
    }

    private static IReadOnlyList<KeyValuePair<string, string>> WhereOf(Cell cell, string? group) =>
        [.. ComparisonExpectation.AxesButVariant(cell), .. group is null ? [] : new[] { KeyValuePair.Create("group", group) }];
}
