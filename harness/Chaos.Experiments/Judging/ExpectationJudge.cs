using System.Globalization;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Scenarios.Expectations;
using Chaos.Survival;
using Chaos.Survival.Repeating;

namespace Chaos.Experiments.Judging;

/// <summary>
/// Compares what the author expects with what the cells show: with the interval from the spread between repetitions, or, with one
/// repetition, with the estimate, and then it says so. Counts are taken as they are.
/// </summary>
public sealed class ExpectationJudge(ScenarioPlan plan, IReadOnlyList<(Cell Cell, CellResult Result)> cells)
{
    private readonly Scenario scenario = plan.Scenario;

    private readonly List<CellFigures> cells = [.. cells.Select(pair => new CellFigures(pair.Cell, pair.Result))];

    /// <summary>`pressure: []` or `roomy: true`: the scenario says itself that nothing is to be evicted.</summary>
    private readonly bool pressureIsNotAsked = plan.Scenario.Roomy || plan.Scenario.Pressure.Count == 0;

    private readonly bool untilDecided = plan.Scenario.RepeatsUntilDecided;

    public IEnumerable<ExpectationResult> Judge() => scenario.Expect.Select(Judge);

    /// <summary>The comparisons that the scenario asks for, one for each set of the other axes.</summary>
    public IEnumerable<ComparisonResult> Compare() =>
        (from expectation in scenario.Expect.OfType<ComparisonExpectation>()
         from pair in expectation.PairsOf(cells, cell => cell.Cell)
         let axes = WhereOf(expectation, pair.First.Cell)
         select (Key: (expectation.Along, expectation.First, expectation.Second, expectation.Of, Where: string.Join(',', axes)),
             Result: ResultOf(expectation, pair.First.Above(pair.Second, expectation.Of, expectation.Group), axes)))
        .DistinctBy(comparison => comparison.Key).Select(comparison => comparison.Result);

    /// <summary>Cells of which more repetitions may decide something: not where one of the cells that it takes has stopped.</summary>
    public IReadOnlySet<Cell> Undecided() => scenario.Expect
        .SelectMany(expectation => expectation.Claims(cells).Select(claim => (Claim: claim, Judgement: Judge(claim))))
        .Where(one => one.Judgement.Unsettled && one.Claim.MustBePressed.All(cell => ((CellFigures)cell).Result.Stopped is null))
        .SelectMany(one => one.Claim.MustBePressed).Select(figures => figures.Cell).ToHashSet();

    /// <summary>A part of the matrix can refute an expectation, but it confirms none that is about other cells too.</summary>
    private ExpectationResult Judge(Expectation expectation)
    {
        int here = expectation.SubjectsIn([.. plan.WholeCells]), whole = plan.Whole is { } all ? expectation.SubjectsIn(all) : here;
        if (here == 0 && whole > 0) return NotJudged(expectation, "not judged here: its cells are not in this part");
        ExpectationResult result = JudgeCells(expectation);
        return here < whole && result.Verdict != Verdict.Fail
            ? NotJudged(expectation, $"not judged here: {here} of its {whole} cells are in this part, {result.Observed}")
            : result;
    }

    private static ExpectationResult NotJudged(Expectation expectation, string observed) =>
        new(expectation.Text, Verdict.Unknown, observed, "a part", null) { NotJudged = true };

    /// <summary>Of the cells at hand, whatever others the expectation is about.</summary>
    internal ExpectationResult JudgeCells(Expectation expectation)
    {
        List<Judgement> judgements = [
            .. expectation.Claims(cells).Select(claim => Judge(claim) with
            {
                Runs = RunsOf(expectation, claim), Cells = [.. claim.MustBePressed.Select(figures => ((CellFigures)figures).Result.Id)],
            })];
        Judgement worst = judgements.Count == 0 ? Judgement.Nothing with { Observed = "no such cell was run" }
            : Judgement.Worst(judgements);
        string basis = Basis(worst);
        // A margin is a share; a count has none.
        return new ExpectationResult(
            expectation.Text, worst.Verdict, worst.Observed, expectation.IsCounted ? $"{basis}, counted" : basis,
            expectation.IsCounted ? null : worst.Margin, worst.RepetitionsNeeded)
        {
            Runs = worst.Runs,
            Cell = worst.Cells.ElementAtOrDefault(0),
            Against = worst.Cells.ElementAtOrDefault(1),
            Group = expectation.Group,
        };
    }

    private string Basis(Judgement judgement)
    {
        string Count(int repetitions) => repetitions == 1
            ? "one run" : string.Create(CultureInfo.InvariantCulture, $"{repetitions} repetitions");
        if (!untilDecided) return Count(scenario.Repetitions);
        if (judgement.LookedAt is not { } seen) return "repeated until decided";
        string end = judgement.Verdict != Verdict.Unknown ? "decided by them"
            : cells.Any(cell => cell.Result.Stopped == CellStops.Budget) ? "the budget was spent; another run may get further"
            : "not decided";
        return $"{Count(seen)}, {end}";
    }

    private static string? RunsOf(Expectation expectation, FigureClaim claim) =>
        expectation is ShareExpectation share && claim.Figure.Sample is ShareSample sample
            ? RunsStatement.Of(sample.Shares, share.Bound.Kind is BoundKind.AtLeast or BoundKind.MoreThan)?.Text(
                share.Measure == Measure.Newcomers ? "of newcomers failed" : "lived")
            : null;

    private Judgement Judge(FigureClaim claim)
    {
        if (claim.Figure.Estimate is not { } estimate) return Judgement.Nothing;
        FigureText text = new(claim.Unit, ShareText.DecimalsFor(claim.Claim.Margin(estimate)));
        bool once = scenario.Repetitions == 1 && !untilDecided;
        Judgement judgement = once || claim.Unit == FigureUnit.Count ? Judgement.OfPoint(claim.Claim, estimate, text)
            : claim.Figure.Sample is { } sample
                ? untilDecided ? Judgement.OfLooks(claim.Claim, sample, text) : Judgement.OfInterval(claim.Claim, sample, text)
            : Judgement.Nothing;
        bool pressed = pressureIsNotAsked || claim.MustBePressed.All(cell => ((CellFigures)cell).Result.UnderPressure);
        return pressed ? judgement : judgement.WithoutPressure();
    }

    private ComparisonResult ResultOf(
        ComparisonExpectation expectation, Figure difference, IReadOnlyList<KeyValuePair<string, string>> axes)
    {
        Interval? interval = difference.Sample is { } sample
            ? sample.IntervalAt(untilDecided ? Looks.LevelOf(sample.Repetitions) : Interval.UsualLevel) : null;
        double? p = (difference.Sample as DifferenceSample)?.PValue;
        return new ComparisonResult(expectation.First, expectation.Second, axes, difference.Estimate, interval?.Lower, interval?.Upper, p)
        {
            Of = expectation.Of == Measure.Newcomers ? ComparisonResult.OfNewcomers : ComparisonResult.OfSurvival,
            Along = expectation.Along,
        };
    }

    private static IReadOnlyList<KeyValuePair<string, string>> WhereOf(ComparisonExpectation expectation, Cell cell) =>
        [.. expectation.OtherAxes(cell), .. expectation.Group is { } group ? new[] { KeyValuePair.Create("group", group) } : []];
}
