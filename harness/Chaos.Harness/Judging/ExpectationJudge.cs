using System.Globalization;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Survival;

namespace Chaos.Harness.Judging;

/// <summary>Holds what the author expects against what the cells show. Until intervals are estimated, it judges the estimate and says so.</summary>
public sealed class ExpectationJudge(Scenario scenario, IReadOnlyList<(Cell Cell, CellResult Result)> cells)
{
    private const string VariantAxis = "variant";

    /// <summary>`pressure: []` or `roomy: true`: the scenario says itself that nothing is to be evicted.</summary>
    private readonly bool pressureIsNotAsked = scenario.Roomy || scenario.Pressure.Count == 0;

    /// <summary>True if these cells can settle the expectation: at least one that it names, and both sides of a comparison.</summary>
    public static bool Concerns(Expectation expectation, IReadOnlyList<Cell> cells) => expectation is BetterExpectation better
        ? cells.Any(cell => cell.ValueOf(VariantAxis) == better.Better && Matches(cell, better)
            && cells.Any(other => other.ValueOf(VariantAxis) == better.Than && SameBut(VariantAxis, cell, other)))
        : cells.Any(cell => Matches(cell, expectation));

    public IEnumerable<ExpectationResult> Judge() => scenario.Expect.Select(expectation => expectation switch
    {
        SurvivalExpectation survival => Judge(survival),
        BetterExpectation better => Judge(better),
        _ => throw new NotSupportedException(expectation.GetType().Name),
    });

    /// <summary>The comparisons that the scenario asks for, one for each set of the other axes.</summary>
    public IEnumerable<ComparisonResult> Compare() => scenario.Expect.OfType<BetterExpectation>().SelectMany(Pairs).Select(pair =>
        new ComparisonResult(pair.Better.ValueOf(VariantAxis), pair.Than.ValueOf(VariantAxis), pair.Where, pair.Difference, null, null, null));

    private ExpectationResult Judge(SurvivalExpectation expectation)
    {
        Bound bound = BoundOf(expectation.Comparison, expectation.Bound);
        List<Judgement> judgements = [.. cells.Where(cell => Matches(cell.Cell, expectation)).Select(cell =>
            JudgeOne(cell.Result, Estimate(cell.Result, expectation.Group), bound, Percent))];
        return Combine(expectation, judgements);
    }

    private ExpectationResult Judge(BetterExpectation expectation)
    {
        Bound bound = BoundOf(expectation.Comparison, expectation.Bound);
        List<Judgement> judgements = [.. Pairs(expectation).Select(pair =>
        {
            bool pressed = pair.Better.Result.UnderPressure && pair.Than.Result.UnderPressure;
            return JudgeOne(pressed ? pair.Better.Result : pair.Than.Result with { UnderPressure = false }, pair.Difference, bound, Points);
        })];
        return Combine(expectation, judgements);
    }

    private Judgement JudgeOne(CellResult cell, double? estimate, Bound bound, Func<double, string> format)
    {
        Verdict verdict = bound.Judge(estimate);
        bool untested = verdict == Verdict.Pass && !cell.UnderPressure && !pressureIsNotAsked;
        string observed = estimate is { } value ? format(value) : "nothing";
        return new Judgement(untested ? Verdict.Unknown : verdict, untested ? $"{observed} (not under pressure)" : observed, bound.Margin(estimate));
    }

    private ExpectationResult Combine(Expectation expectation, List<Judgement> judgements)
    {
        if (judgements.Count == 0) return new ExpectationResult(expectation.Text, Verdict.Unknown, "no such cell was run", Basis(), null);
        Judgement worst = judgements.OrderByDescending(one => one.Verdict).ThenBy(one => one.Margin ?? double.NegativeInfinity).First();
        string observed = judgements.Count == 1 ? worst.Observed : $"{worst.Observed} at worst, in {judgements.Count} cells";
        return new ExpectationResult(expectation.Text, worst.Verdict, observed, Basis(), worst.Margin);
    }

    private string Basis() => scenario.Repetitions == 1
        ? "one run"
        : string.Create(CultureInfo.InvariantCulture, $"{scenario.Repetitions} repetitions, estimate only");

    private IEnumerable<Pair> Pairs(BetterExpectation expectation) =>
        from better in cells
        where better.Cell.ValueOf(VariantAxis) == expectation.Better && Matches(better.Cell, expectation)
        from than in cells
        where than.Cell.ValueOf(VariantAxis) == expectation.Than && SameBut(VariantAxis, better.Cell, than.Cell)
        select new Pair(
            new Side(better.Cell, better.Result),
            new Side(than.Cell, than.Result),
            [.. better.Cell.Axes.Where(axis => axis.Key != VariantAxis)],
            Estimate(better.Result, expectation.Group) - Estimate(than.Result, expectation.Group));

    private static double? Estimate(CellResult cell, string? group) =>
        group is null ? cell.Survival.Estimate : cell.Groups.Single(candidate => candidate.Name == group).Survival.Estimate;

    private static bool Matches(Cell cell, Expectation expectation) => expectation.Where.All(wanted => cell.ValueOf(wanted.Key) == wanted.Value);

    private static bool SameBut(string axis, Cell left, Cell right) =>
        left.Axes.Where(entry => entry.Key != axis).SequenceEqual(right.Axes.Where(entry => entry.Key != axis));

    private static Bound BoundOf(Comparison comparison, double value) => new(Enum.Parse<BoundKind>(comparison.ToString()), value);

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} %");

    private static string Points(double difference) => string.Create(CultureInfo.InvariantCulture, $"{difference * 100:+0.0;-0.0;0.0} pp");

    private sealed record Judgement(Verdict Verdict, string Observed, double? Margin);

    private sealed record Side(Cell Cell, CellResult Result)
    {
        public string ValueOf(string axis) => Cell.ValueOf(axis);
    }

    private sealed record Pair(Side Better, Side Than, IReadOnlyList<KeyValuePair<string, string>> Where, double? Difference);
}

/// <summary>Reading a cell's axes.</summary>
internal static class CellAxes
{
    /// <summary>The value of an axis as spelled in the file; empty if the matrix has no such axis.</summary>
    public static string ValueOf(this Cell cell, string axis) => cell.Axes.FirstOrDefault(entry => entry.Key == axis).Value ?? "";
}
