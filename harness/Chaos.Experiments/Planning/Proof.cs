using System.Globalization;
using Chaos.Model;
using Chaos.Runs;
using Chaos.Scenarios;
using Chaos.Scenarios.Cells;
using Chaos.Scenarios.Expectations;
using Chaos.Survival;
using Chaos.Survival.Repeating;

namespace Chaos.Experiments.Planning;

/// <summary>What the planned repetitions can prove of an expectation, should every one of them come out as well as it can.</summary>
/// <param name="Expectation">As one line.</param>
/// <param name="Best">What they prove at best, in words; null for a count, which is taken as it is.</param>
/// <param name="Provable">They can prove it.</param>
/// <param name="Enough">
/// The fewest repetitions that can; null: no number that a scenario may ask for, or it is a count.
/// </param>
public sealed record Proof(string Expectation, string? Best, bool Provable, int? Enough)
{
    /// <summary>One for each expectation.</summary>
    public static IReadOnlyList<Proof> Of(ScenarioPlan plan)
    {
        bool auto = plan.Scenario.RepeatsUntilDecided;
        int repetitions = auto ? Looks.Counts[^1] : plan.Scenario.Repetitions;
        return [.. plan.Scenario.Expect.Select(expectation => Of(expectation, plan.Cells, repetitions, auto))];
    }

    /// <summary>The same as a line for people.</summary>
    public string Text => Best is null ? $"{Expectation}: counted, so one repetition decides it"
        : Provable && Enough is { } fewest
            ? string.Create(CultureInfo.InvariantCulture, $"{Expectation}: provable with {fewest} repetitions or more; {Best}")
        : Enough is { } enough
            ? string.Create(CultureInfo.InvariantCulture, $"{Expectation}: not provable; {Best}; it takes {enough} repetitions at least")
        : $"{Expectation}: not provable with any number of repetitions; {Best}";

    private static Proof Of(Expectation expectation, IReadOnlyList<Cell> cells, int repetitions, bool auto)
    {
        if (expectation.IsCounted) return new Proof(expectation.Text, null, true, null);
        // The cell with the fewest flows is the hardest one.
        List<(Outcome Outcome, FigureClaim Claim)> claims =
        [
            .. from outcome in Enum.GetValues<Outcome>()
               let figures = cells.Select(cell => new BestFigures(cell, outcome)).ToArray()
               from claim in expectation.Claims(figures)
               where claim.Figure.Sample is not null
               select (outcome, claim),
        ];
        if (claims.Count == 0) return new Proof(expectation.Text, "no such cell, or nobody sees it", false, null);
        // That both sides are alike is what `noWorse` and `same` hope for; that they are as far apart as can be is for `better` alone.
        Outcome? proving = null;
        int? fewest = null;
        foreach (IGrouping<Outcome, (Outcome Outcome, FigureClaim Claim)> one in claims.GroupBy(one => one.Outcome))
        {
            if (fewest is not null || Fewest([.. one.Select(pair => pair.Claim)], auto) is not { } found) continue;
            (fewest, proving) = (found, one.Key);
        }

        int shown = auto && fewest is { } look ? look : repetitions;
        (Outcome _, FigureClaim best) = claims.Where(one => one.Outcome == (proving ?? Outcome.Everybody))
            .MaxBy(one => Width(one.Claim, shown));
        return new Proof(expectation.Text, Describe(best, shown, auto), fewest <= repetitions, fewest);
    }

    private static double Width(FigureClaim claim, int repetitions) =>
        claim.Figure.Sample!.Repeated(repetitions).IntervalAt() is { } interval ? interval.Upper - interval.Lower : 1;

    /// <summary>With which all of the claims pass.</summary>
    private static int? Fewest(FigureClaim[] claims, bool auto)
    {
        bool Passes(int repetitions) => claims.All(claim =>
            claim.Figure.Sample!.Repeated(repetitions).IntervalAt(auto ? Looks.LevelOf(repetitions) : Interval.UsualLevel) is { } interval
            && claim.Claim.Judge(interval) == Verdict.Pass);
        IEnumerable<int> candidates = auto ? Looks.Counts
            : Enumerable.Range(RepeatedEstimate.FewestRepetitions, RepetitionsNeeded.Most - RepeatedEstimate.FewestRepetitions + 1);
        // The interval narrows with every repetition: what the most cannot prove, nothing can.
        return Passes(RepetitionsNeeded.Most) ? candidates.First(Passes) : null;
    }

    private static string Describe(FigureClaim claim, int repetitions, bool auto)
    {
        RepeatedEstimate sample = claim.Figure.Sample!.Repeated(repetitions);
        Interval? at = sample.IntervalAt(auto ? Looks.LevelOf(repetitions) : Interval.UsualLevel);
        if (at is not { } interval) return "one repetition has no interval, its estimate is taken as it is";
        string proved = claim.Unit == FigureUnit.Points
            ? $"a difference of {ShareText.Points(sample.Estimate)} to within {ShareText.Points(interval.Lower)} and "
                + ShareText.Points(interval.Upper)
            : sample.Estimate > 0.5 ? $"at least {ShareText.PercentDown(interval.Lower)}"
            : $"at most {ShareText.PercentUp(interval.Upper)}";
        return string.Create(CultureInfo.InvariantCulture, $"{repetitions} repetitions prove {proved} at best");
    }

    private enum Outcome
    {
        Everybody,
        Nobody,
        Apart,
    }

    /// <summary>A cell in which every repetition comes out in one way.</summary>
    private sealed class BestFigures(Cell cell, Outcome outcome) : ICellFigures
    {
        public Cell Cell => cell;

        public Figure Of(Measure measure, string? group) => Sample(measure, group) is { } sample
            ? new Figure(sample.Estimate, sample) : default;

        public Figure Above(ICellFigures other, Measure measure, string? group)
        {
            if (Sample(measure, group) is not { } mine || ((BestFigures)other).Sample(measure, group) is not { } its) return default;
            DifferenceSample difference = outcome == Outcome.Apart
                ? new DifferenceSample(All(1, mine.FlowsPerRepetition), All(0, its.FlowsPerRepetition))
                : new DifferenceSample(mine, its);
            return new Figure(difference.Estimate, difference);
        }

        public long? Count(string counter, string? group) => null;

        private ShareSample? Sample(Measure measure, string? group) =>
            FlowsOf(measure, group) is >= 1 and var flows ? All(outcome == Outcome.Nobody ? 0 : 1, flows) : null;

        private static ShareSample All(double share, double flows) => new(share, [share, share, share], flows);

        private double FlowsOf(Measure measure, string? group) => measure == Measure.Survival
            ? cell.Scenario.Flows.Where(one => group is null || one.Name == group).Sum(one => one.Count)
            : cell.Scenario.Pressure.Where(one => one.IsObserved && (group is null || one.Name == group))
                .Sum(one => one.Rate.StartedBy(Nanoseconds.Of(cell.Scenario.Duration)));
    }
}
